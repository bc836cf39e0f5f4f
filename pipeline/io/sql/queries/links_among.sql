select
    l.a,
    l.b,
    l.shared,
    l.in_a,
    l.in_b
from derived.link as l
where l.a in (select unnest($keys::bigint[]));
