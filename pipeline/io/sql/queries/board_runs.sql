-- The last runs and what they cost.
with chosen as (
    select
        *,
        count(*) over () as total
    from facts.run
    where started_at <= $until
    order by started_at desc, run_key asc
    limit $top
),

asked as (
    select
        f.run_key,
        count(*) as fetches,
        sum(f.bytes) as bytes,
        sum(f.elapsed_ms) / 1000.0 as waited
    from facts.request as f
    where f.run_key in (select c.run_key from chosen as c)
    group by f.run_key
),

found as (
    select
        n.run_key,
        count(*) filter (where n.severity <> 'info') as warnings,
        count(*) filter (where n.severity = 'info') as infos
    from facts.finding as n
    where n.run_key in (select c.run_key from chosen as c)
    group by n.run_key
)

select
    c.run_id,
    c.kind,
    c.started_at,
    date_diff('millisecond', c.started_at, c.ended_at) / 1000.0 as seconds,
    c.state,
    coalesce(c.items, 0) as items,
    coalesce(c.articles_new, 0) as articles_new,
    coalesce(c.versions_new, 0) as versions_new,
    coalesce(c.stories_moved, 0) as stories_moved,
    c.total,
    coalesce(a.fetches, 0) as fetches,
    coalesce(a.bytes, 0) as bytes,
    coalesce(a.waited, 0) as waited,
    coalesce(f.warnings, 0) as warnings,
    coalesce(f.infos, 0) as infos
from chosen as c
left join asked as a on c.run_key = a.run_key
left join found as f on c.run_key = f.run_key
order by c.started_at desc, c.run_key asc;
