delete from derived.gram
where
    day in (select unnest($days::integer[]))
    and version_key in (select unnest($keys::bigint[]));
