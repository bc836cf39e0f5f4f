select
    m.host,
    m.guest
from derived.mention as m
where m.aside and m.host in (select unnest($keys::bigint[]));
