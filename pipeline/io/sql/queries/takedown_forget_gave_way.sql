delete from derived.gave_way
where page_key in (select unnest($keys::bigint[])) or heir in (select unnest($keys::bigint[]));
