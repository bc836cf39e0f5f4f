-- The versions that some are linked with, with their days. A link to an aside ties nothing and leads nowhere.
with frontier as (
    select
        unnest($keys::bigint[]) as version_key,
        unnest($days::integer[]) as day
),

linked as (
    select
        f.version_key as here,
        l.b as there,
        if(greatest(l.to_day, f.day) = $unknown, $unknown, l.from_day + l.to_day - f.day) as day
    from derived.link as l
    inner join frontier as f on l.a = f.version_key
    where l.to_day >= $first and l.from_day <= $last
    union all
    select
        f.version_key as here,
        l.a as there,
        if(greatest(l.to_day, f.day) = $unknown, $unknown, l.from_day + l.to_day - f.day) as day
    from derived.link as l
    inner join frontier as f on l.b = f.version_key
    where l.to_day >= $first and l.from_day <= $last
)

select distinct
    l.there,
    l.day
from linked as l
where
    not exists (
        select 1 from derived.mention as m
        where
            m.aside
            and m.to_day >= $first
            and m.from_day <= $last
            and least(m.host, m.guest) = least(l.here, l.there)
            and greatest(m.host, m.guest) = greatest(l.here, l.there)
    );
