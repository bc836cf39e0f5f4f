-- Pages of articles that are worth another look: what is behind their address was live when last seen.
select
    a.article_key,
    a.outlet,
    a.url
from facts.article as a
inner join derived.article as d on a.article_key = d.article_key
where
    starts_with(a.url, 'http')
    and d.status = 'live'
    and coalesce(d.last_seen_at, d.published_at) >= $since;
