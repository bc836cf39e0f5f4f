-- What is known of the pages behind some addresses: when looked at, when changed, and what to send along.
with looks as (
    select
        f.url,
        max(f.fetched_at) as last_fetched_at,
        arg_max(f.etag, f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as etag,
        arg_max(f.last_modified, f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as last_modified
    from facts.request as f
    where f.kind = 'page' and f.url in (select unnest($urls::varchar[]))
    group by f.url
),

articles as (
    select
        l.value as url,
        arg_min(l.article_key, (l.page_key <> l.alias_key, l.recorded_at, l.page_key)) as article_key
    from facts.alias as l
    where l.kind in ('url', 'redirect') and l.value in (select unnest($urls::varchar[]))
    group by l.value
)

select
    coalesce(k.url, a.url) as url,
    a.article_key,
    k.last_fetched_at,
    k.etag,
    k.last_modified,
    d.published_at,
    d.status,
    greatest(d.first_seen_at, (
        select max(v.first_seen_at) from derived.version as v
        where v.article_key = a.article_key
    )) as last_changed_at
from looks as k
full outer join articles as a on k.url = a.url
left join derived.article as d on a.article_key = d.article_key;
