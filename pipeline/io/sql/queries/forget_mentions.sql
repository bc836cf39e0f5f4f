delete from derived.mention
where
    host in (select unnest($keys::bigint[]))
    or guest in (select unnest($keys::bigint[]))
returning host;
