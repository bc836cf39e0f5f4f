select
    m.host,
    m.guest
from derived.mention as m
where
    m.aside
    and m.host in (select unnest($keys::bigint[]))
    and m.to_day >= $first
    and m.from_day <= $last;
