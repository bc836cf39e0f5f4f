delete from derived.version
where article_key in (select unnest($keys::bigint[]));
