delete from derived.touch
where article_key in (select unnest($keys::bigint[]));
