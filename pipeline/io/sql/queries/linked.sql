-- The versions that some are linked with, with their days. A link that ties nothing (to a roundup, to an aside)
-- leads nowhere: roundups would connect all.
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
    (l.here in (select r.version_key from derived.roundup as r))
    = (l.there in (select r.version_key from derived.roundup as r))
    and not exists (
        select 1 from derived.mention as m
        where
            m.aside
            and m.to_day >= $first
            and m.from_day <= $last
            and (m.host = l.here and m.guest = l.there or m.host = l.there and m.guest = l.here)
    );
