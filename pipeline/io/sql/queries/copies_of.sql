-- The versions that have most of a page, those with most of it first, with their days.
with pages as (
    select
        unnest($keys::bigint[]) as version_key,
        unnest($days::integer[]) as day
),

sides as (
    select
        l.a as page,
        l.b as copy,
        l.in_a as share,
        if(greatest(l.to_day, p.day) = $unknown, $unknown, l.from_day + l.to_day - p.day) as day
    from derived.link as l
    inner join pages as p on l.a = p.version_key
    where l.in_a > $least and l.to_day >= $first and l.from_day <= $last
    union all
    select
        l.b as page,
        l.a as copy,
        l.in_b as share,
        if(greatest(l.to_day, p.day) = $unknown, $unknown, l.from_day + l.to_day - p.day) as day
    from derived.link as l
    inner join pages as p on l.b = p.version_key
    where l.in_b > $least and l.to_day >= $first and l.from_day <= $last
)

select
    s.page,
    s.copy,
    s.day
from sides as s
qualify row_number() over (partition by s.page order by s.share desc, s.copy asc) <= $top
order by s.page asc, s.share desc, s.copy asc;
