select
    coalesce(c.story_id, '') as story_id,
    c.outlet,
    c.url,
    c.seen_at,
    c.text
from corrections as c
where $since is null or c.seen_at >= $since
order by c.seen_at, c.outlet;
