delete from derived.link
where
    (a in (select unnest($keys::bigint[])) or b in (select unnest($keys::bigint[])))
    and to_day >= $first
    and from_day <= $last;
