-- Pairs of texts that share telling marks: one of the first list, one of the second.
select
    m.version_key as mine,
    o.version_key as other
from derived.anchor as m
inner join derived.anchor as o on m.anchor = o.anchor
where
    m.version_key in (select unnest($mine::bigint[]))
    and o.version_key in (select unnest($others::bigint[]))
group by m.version_key, o.version_key
having count(*) >= $least;
