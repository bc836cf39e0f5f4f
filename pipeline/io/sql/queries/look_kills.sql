select
    coalesce(k.story_id, '') as story_id,
    k.outlet,
    k.url,
    k.seen_at,
    k.reason as text
from kills as k
where $since is null or k.seen_at >= $since
order by k.seen_at, k.outlet;
