-- What is known of the pages behind some addresses: when looked at, when changed, when their story moved at whatever
-- outlet (a write-through, a correction, a kill), and what to send along. A look that its host's rest prevented is none.
with asked as (
    select
        f.url,
        f.fetched_at,
        f.outcome,
        f.etag,
        f.last_modified,
        f.outcome in ('ok', 'not-modified') as good
    from facts.request as f
    where
        f.kind = 'page' and f.outcome <> 'host-resting'
        and f.url in (select unnest($urls::varchar[]))
),

looks as (
    select
        k.url,
        max(k.fetched_at) as last_fetched_at,
        arg_max(k.etag, k.fetched_at) filter (where k.good) as etag,
        arg_max(k.last_modified, k.fetched_at) filter (where k.good) as last_modified,
        max(k.fetched_at) filter (where k.good or k.outcome = 'gone') as answered_at
    from asked as k
    group by k.url
),

failed as (
    select
        k.url,
        count(*) as failures
    from asked as k
    inner join looks as l on k.url = l.url
    where l.answered_at is null or k.fetched_at > l.answered_at
    group by k.url
),

articles as (
    select
        l.value as url,
        arg_min(l.article_key, (l.page_key <> l.alias_key, l.recorded_at, l.page_key)) as article_key
    from facts.alias as l
    where l.kind in ('url', 'redirect') and l.value in (select unnest($urls::varchar[]))
    group by l.value
),

stories as (
    select distinct d.current_story as story_key
    from articles as a
    inner join derived.article as d on a.article_key = d.article_key
    where d.current_story is not null
),

moves as (
    select
        w.story_key,
        w.first_seen_at as seen_at
    from derived.writethru as w
    where w.number > 0 and w.story_key in (select s.story_key from stories as s)
    union all
    select
        m.story_key,
        v.first_seen_at as seen_at
    from derived.membership as m
    inner join derived.version as v on m.version_key = v.version_key
    where len(v.corrections) > 0 and m.story_key in (select s.story_key from stories as s)
    union all
    select
        m.story_key,
        p.known_at as seen_at
    from derived.membership as m
    inner join derived.period as p on m.version_key = p.about_version
    where p.state = 'killed' and m.story_key in (select s.story_key from stories as s)
),

pulls as (
    select
        m.story_key,
        max(m.seen_at) as pulled_at
    from moves as m
    group by m.story_key
)

select
    coalesce(k.url, a.url) as url,
    a.article_key,
    k.last_fetched_at,
    k.etag,
    k.last_modified,
    coalesce(f.failures, 0) as failures,
    d.published_at,
    d.status,
    p.pulled_at,
    greatest(d.first_seen_at, (
        select max(v.first_seen_at) from derived.version as v
        where v.article_key = a.article_key
    )) as last_changed_at
from looks as k
full outer join articles as a on k.url = a.url
left join failed as f on k.url = f.url
left join derived.article as d on a.article_key = d.article_key
left join pulls as p on d.current_story = p.story_key;
