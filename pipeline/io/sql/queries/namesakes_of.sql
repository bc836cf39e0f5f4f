select
    n.a,
    n.b,
    n.evidence,
    n.name
from derived.namesake as n
where
    n.a in (select unnest($keys::bigint[]))
    or n.b in (select unnest($keys::bigint[]));
