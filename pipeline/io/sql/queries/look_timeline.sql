select
    t.event_at,
    t.event,
    t.time_source,
    t.outlet,
    t.captured,
    coalesce(t.headline, '') as headline,
    t.writethru,
    t.url,
    t.event_day,
    t.writethru_to,
    t.version_id
from story_timeline as t
where t.story_id = $story_id
order by t.event_at nulls last, t.event_day, t.outlet, t.event;
