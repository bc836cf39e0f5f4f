delete from derived.mention
where
    (host in (select unnest($keys::bigint[])) or guest in (select unnest($keys::bigint[])))
    and to_day >= $first
    and from_day <= $last
returning host;
