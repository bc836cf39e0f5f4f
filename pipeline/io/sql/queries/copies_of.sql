-- The versions that have most of a page, those with most of it first.
with sides as (
    select
        a as page,
        b as copy,
        in_a as share
    from derived.link
    where a in (select unnest($keys::bigint[])) and in_a > $least
    union all
    select
        b as page,
        a as copy,
        in_b as share
    from derived.link
    where b in (select unnest($keys::bigint[])) and in_b > $least
)

select
    s.page,
    s.copy
from sides as s
qualify row_number() over (partition by s.page order by s.share desc, s.copy asc) <= $top
order by s.page asc, s.share desc, s.copy asc;
