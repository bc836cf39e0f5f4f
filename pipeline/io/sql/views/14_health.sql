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
    arg_max(p.detail, p.fetched_at) as detail
from polls as p
inner join last_good as g on p.source = g.source
group by p.source;

create or replace view detection_lag as
select
    a.outlet,
    count(*) as versions,
    median(date_diff('second', v.appeared_at, v.first_seen_at) / 60.0) as p50_minutes,
    quantile_cont(date_diff('second', v.appeared_at, v.first_seen_at) / 60.0, 0.95) as p95_minutes,
    max(date_diff('second', v.appeared_at, v.first_seen_at) / 60.0) as max_minutes
from derived.version as v
inner join facts.article as a on v.article_key = a.article_key
where v.first_seen_at is not null and v.appeared_at is not null
group by a.outlet;

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
