-- Pages that are worth another look: articles that were live when last seen or whose text was not seen yet, those that
-- were gone (they may come back), and addresses that a feed listed and that have never answered.
select
    a.article_key,
    a.outlet,
    a.url,
    null as source
from facts.article as a
inner join derived.article as d on a.article_key = d.article_key
where
    starts_with(a.url, 'http')
    and d.status in ('live', 'gone')
    and coalesce(d.last_seen_at, d.published_at, a.recorded_at) >= $since
union all
select
    null as article_key,
    any_value(f.outlet) as outlet,
    f.url,
    any_value(f.source) as source
from facts.request as f
where f.kind = 'page' and f.article_key is null
group by f.url
having
    not bool_or(f.outcome in ('ok', 'not-modified', 'gone', 'refused', 'robots-denied', 'opted-out'))
    and min(f.fetched_at) >= $since
    and f.url not in (
        select l.value from facts.alias as l
        where l.kind in ('url', 'redirect')
    );
