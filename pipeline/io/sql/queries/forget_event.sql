delete from derived.event
where article_key in (select unnest($keys::bigint[]));
