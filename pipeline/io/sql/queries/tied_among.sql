-- Pairs of these versions that are linked, smaller key first.
select
    l.a,
    l.b
from derived.link as l
where
    l.a in (select unnest($keys::bigint[]))
    and l.b in (select unnest($keys::bigint[]))
    and l.to_day >= $first
    and l.from_day <= $last;
