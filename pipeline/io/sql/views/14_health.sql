create or replace view feed_health as
with polls as (
    select
        *,
        outcome in ('ok', 'not-modified') as good
    from facts.request
    where kind = 'feed'
),

last_good as (
    select
        source,
        max(fetched_at) filter (where good) as last_ok_at
    from polls
    group by source
)

select
    p.source as feed,
    any_value(p.outlet) as outlet,
    arg_max(p.url, p.fetched_at) as url,
    count(*) as polls,
    count(*) filter (where p.good) as good_polls,
    count(*) filter (where p.outcome = 'not-modified') as not_modified,
    count(*) filter (where not p.good and (g.last_ok_at is null or p.fetched_at > g.last_ok_at)) as failures_in_a_row,
    max(p.fetched_at) as last_fetched_at,
    any_value(g.last_ok_at) as last_ok_at,
    arg_max(p.outcome, p.fetched_at) as last_outcome,
    arg_max(p.status, p.fetched_at) as last_status,
    arg_max(p.entries, p.fetched_at) filter (where p.entries is not null) as entries,
    arg_max(p.detail, p.fetched_at) as detail,
    any_value(s.interval_s) / 60.0 as interval_minutes,
    any_value(s.gained_at) as last_new_at,
    any_value(s.address) as moved_to,
    any_value(s.retired_at) as retired_at,
    any_value(s.lied_at) as lied_at
from polls as p
inner join last_good as g on p.source = g.source
left join facts.feed_state as s on p.source = s.feed
group by p.source;

-- How long after the publisher's stamp a version was first seen, of versions that a stamp dates to the minute and that
-- came out while the outlet was being watched; `soon` are those of the first three hours after publication. And how
-- wide the interval is in which we know a version to have come: stamps may be wrong, the interval is not.
create or replace view detection_lag as
with watched as (
    select
        f.outlet,
        min(f.fetched_at) as since
    from facts.request as f
    where f.kind = 'feed'
    group by f.outlet
),

lags as (
    select
        a.outlet,
        date_diff('second', v.changed_after, v.first_seen_at) / 60.0 as interval_minutes,
        v.number = 1 or v.appeared_at <= v.published_at + interval 3 hours as is_soon,
        case
            when
                v.appeared_at < v.first_seen_at and v.appeared_at in (v.published_at, v.updated_at)
                and (w.since is null or v.appeared_at >= w.since)
                then date_diff('second', v.appeared_at, v.first_seen_at) / 60.0
        end as lag_minutes
    from derived.version as v
    inner join facts.article as a on v.article_key = a.article_key
    left join watched as w on a.outlet = w.outlet
    where v.first_seen_at is not null
)

select
    l.outlet,
    count(*) as versions,
    count(l.lag_minutes) as stamped,
    median(l.lag_minutes) as p50_minutes,
    quantile_cont(l.lag_minutes, 0.95) as p95_minutes,
    max(l.lag_minutes) as max_minutes,
    median(l.lag_minutes) filter (where l.is_soon) as soon_p50_minutes,
    quantile_cont(l.lag_minutes, 0.95) filter (where l.is_soon) as soon_p95_minutes,
    median(l.interval_minutes) as interval_p50_minutes,
    quantile_cont(l.interval_minutes, 0.95) as interval_p95_minutes
from lags as l
group by l.outlet;

create or replace view outlets as
with watched as (
    select
        outlet,
        min(fetched_at) as watched_from,
        max(fetched_at) as watched_to
    from facts.request
    group by outlet
),

seen as (
    select
        a.outlet,
        count(d.article_key) as articles,
        min(d.first_seen_at) as first_seen_at,
        max(d.last_checked_at) as last_checked_at
    from facts.article as a
    left join derived.article as d on a.article_key = d.article_key
    group by a.outlet
)

select
    o.name as outlet,
    o.role,
    o.owner,
    o.country,
    o.language,
    o.timezone,
    o.domains,
    coalesce(s.articles, 0) as articles,
    least(w.watched_from, s.first_seen_at) as watched_from,
    greatest(w.watched_to, s.last_checked_at) as watched_to
from facts.outlet as o
left join watched as w on o.name = w.outlet
left join seen as s on o.name = s.outlet;
