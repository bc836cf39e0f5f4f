delete from derived.namesake
where a in (select unnest($keys::bigint[])) or b in (select unnest($keys::bigint[]));
