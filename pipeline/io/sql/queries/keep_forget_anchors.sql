delete from derived.anchor
where version_key in (select unnest($keys::bigint[]));
