delete from derived.translation
where version_a in (select unnest($keys::bigint[])) or version_b in (select unnest($keys::bigint[]));
