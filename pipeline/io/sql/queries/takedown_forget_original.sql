delete from derived.original
where page_key in (select unnest($keys::bigint[])) or original in (select unnest($keys::bigint[]));
