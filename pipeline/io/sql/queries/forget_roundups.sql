delete from derived.roundup
where version_key in (select unnest($keys::bigint[]));
