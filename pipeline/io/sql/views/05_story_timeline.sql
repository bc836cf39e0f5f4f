-- One row an event of the publisher. What the wire says of itself stands once a story and day. A page whose text is
-- replaced by another story's leaves the first: `replaced`, with the story it runs from then on.
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
),

shown as (
    select
        p.article_key,
        p.version_key,
        p.shown_from,
        m.story_key,
        lag(m.story_key) over (
            partition by p.article_key order by p.shown_from asc, v.number asc
        ) as former_story
    from derived.period as p
    inner join derived.version as v on p.version_key = v.version_key
    inner join derived.membership as m on p.version_key = m.version_key
),

replaced as (
    select
        w.former_story as story_key,
        w.shown_from as event_at,
        cast(null as date) as event_day,
        'replaced' as event,
        case
            when v.appeared_at = w.shown_from and v.updated_at = w.shown_from then v.updated_source
            else 'seen'
        end as time_source,
        a.outlet,
        a.article_id,
        v.version_id,
        true as captured,
        v.headline,
        cast(null as integer) as writethru,
        cast(null as integer) as writethru_to,
        a.url,
        'now runs ' || s.story_id as detail,
        1000000 as ordinal
    from shown as w
    inner join derived.version as v on w.version_key = v.version_key
    inner join facts.article as a on w.article_key = a.article_key
    inner join derived.story as s on w.story_key = s.story_key
    where w.former_story <> w.story_key
),

told as (
    select * from placed
    union all by name
    select * from replaced
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
from told as p
left join derived.story as s on p.story_key = s.story_key
qualify
    p.event <> 'wire-first-published'
    or row_number() over (
        partition by p.story_key, p.event, p.event_day order by p.outlet, p.article_id
    ) = 1
order by s.story_id, p.event_at nulls last, p.event_day, p.outlet, p.ordinal;
