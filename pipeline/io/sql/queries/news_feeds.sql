-- Feeds that failed several times on end, once until they answer again.
with polls as (
    select
        r.source,
        r.fetched_at,
        r.outcome,
        r.detail,
        r.url,
        r.outlet,
        r.outcome in ('ok', 'not-modified') as good
    from facts.request as r
    where r.kind = 'feed' and r.fetched_at >= $since
),

failing as (
    select
        p.source,
        count(*) as failures,
        arg_max(p.outcome, p.fetched_at) as outcome,
        arg_max(p.detail, p.fetched_at) as detail,
        arg_max(p.url, p.fetched_at) as url,
        any_value(p.outlet) as outlet,
        max(p.fetched_at) as last_at
    from polls as p
    where
        p.fetched_at > coalesce(
            (
                select max(g.fetched_at) from polls as g
                where g.source = p.source and g.good
            ),
            timestamptz '1970-01-01 00:00:00+00'
        )
    group by p.source
    having count(*) >= $failures
),

dated as (
    select
        f.*,
        (
            select max(r.fetched_at) from facts.request as r
            where r.source = f.source and r.kind = 'feed' and r.outcome in ('ok', 'not-modified')
        ) as last_ok_at
    from failing as f
)

select
    'failing' as event,
    cast(null as varchar) as story_id,
    cast(null as bigint) as article_key,
    cast(null as bigint) as version_key,
    f.source as subject,
    f.last_at as seen_at,
    f.failures,
    f.outcome,
    f.detail,
    f.url,
    f.outlet,
    f.last_ok_at
from dated as f
where
    not exists (
        select 1 from facts.told as t
        where
            t.event = 'failing' and t.subject = f.source
            and (f.last_ok_at is null or t.claimed_at > f.last_ok_at)
            and (t.told_at is not null or t.claimed_at > $abandoned)
    )
order by f.source
limit $top;
