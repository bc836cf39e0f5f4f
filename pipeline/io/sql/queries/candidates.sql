-- Versions that share sampled grams with the given ones; a pair stands once, smaller key first.
with mine as (
    select
        g.gram,
        g.version_key
    from derived.gram as g
    where g.version_key in (select unnest($keys::bigint[]))
)

select
    least(m.version_key, o.version_key) as a,
    greatest(m.version_key, o.version_key) as b,
    count(distinct m.gram) as shared,
    any_value(if(m.version_key < o.version_key, sm.grams, so.grams)) as size_a,
    any_value(if(m.version_key < o.version_key, so.grams, sm.grams)) as size_b
from mine as m
inner join derived.gram as o on m.gram = o.gram and m.version_key <> o.version_key
inner join derived.sketch as sm on m.version_key = sm.version_key
inner join derived.sketch as so on o.version_key = so.version_key
group by 1, 2
having count(distinct m.gram) >= $least;
