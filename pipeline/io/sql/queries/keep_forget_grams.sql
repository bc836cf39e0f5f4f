delete from derived.gram
where version_key in (select unnest($keys::bigint[]));
