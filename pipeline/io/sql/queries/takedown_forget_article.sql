delete from facts.article
where article_key in (select unnest($keys::bigint[]));
