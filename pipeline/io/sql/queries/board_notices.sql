with told as (
    select
        'correction' as kind,
        c.story_id,
        c.outlet,
        c.url,
        c.seen_at,
        c.text
    from corrections as c
    union all
    select
        'kill' as kind,
        k.story_id,
        k.outlet,
        k.url,
        k.seen_at,
        k.reason as text
    from kills as k
)

select
    t.kind,
    coalesce(t.story_id, '') as story_id,
    coalesce(s.headline, '') as headline,
    t.outlet,
    t.url,
    t.seen_at,
    coalesce(t.text, '') as text,
    count(*) over () as total
from told as t
left join derived.story as s on t.story_id = s.story_id
where t.seen_at >= $since and t.seen_at <= $until
order by t.kind = 'kill' desc, t.seen_at desc, t.outlet asc, t.url asc
limit $top;
