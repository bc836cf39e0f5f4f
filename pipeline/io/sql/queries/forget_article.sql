delete from derived.article
where article_key in (select unnest($keys::bigint[]));
