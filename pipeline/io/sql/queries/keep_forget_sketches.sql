delete from derived.sketch
where version_key in (select unnest($keys::bigint[]));
