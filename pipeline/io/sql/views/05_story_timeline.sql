-- One row an event of the publisher. What the wire says of itself stands once a story and day.
create or replace view story_timeline as
with placed as (
    select
        coalesce(m.story_key, d.current_story) as story_key,
        e.event_at,
        e.event_day,
        e.event,
        e.time_source,
        a.outlet,
        a.article_id,
        v.version_id,
        e.version_key is not null as captured,
        e.headline,
        n.writethru,
        n.writethru_to,
        a.url,
        e.detail,
        e.ordinal
    from derived.event as e
    inner join facts.article as a on e.article_key = a.article_key
    left join derived.article as d on e.article_key = d.article_key
    left join derived.membership as m on e.about_version = m.version_key
    left join derived.version as v on e.version_key = v.version_key
    left join derived.membership as n on e.version_key = n.version_key
)

select
    s.story_id,
    p.event_at,
    p.event,
    p.time_source,
    p.outlet,
    p.article_id,
    p.version_id,
    p.captured,
    p.headline,
    p.writethru,
    p.writethru_to,
    p.url,
    p.event_day,
    p.detail
from placed as p
left join derived.story as s on p.story_key = s.story_key
qualify
    p.event <> 'wire-first-published'
    or row_number() over (
        partition by p.story_key, p.event, p.event_day order by p.outlet, p.article_id
    ) = 1
order by s.story_id, p.event_at nulls last, p.event_day, p.outlet, p.ordinal;
