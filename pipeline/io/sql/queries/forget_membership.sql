delete from derived.membership
where version_key in (select unnest($keys::bigint[]));
