-- What became of corrections at each article: those first that somebody has not followed, then the newest.
with chosen as (
    select
        u.story_id,
        u.correction_id, -- the same sentence may be corrected in two stories
        max(u.outcome = 'still runs it')::int as still,
        max(u.announced_at) as announced_at,
        count(*) over () as total
    from correction_uptake as u
    where u.announced
    group by u.story_id, u.correction_id
    order by still desc, announced_at desc nulls last, u.correction_id asc, u.story_id asc
    limit $top
)

select
    u.correction_id,
    u.wrong_text,
    u.right_text,
    u.note,
    u.announced_by,
    u.announced_at,
    u.announced,
    u.outlet,
    u.url,
    u.outcome,
    u.fixed_at,
    u.minutes_to_fix,
    u.last_checked_at,
    u.role,
    coalesce(u.story_id, '') as story_id,
    coalesce(s.headline, '') as headline,
    c.total
from correction_uptake as u
inner join chosen as c on u.correction_id = c.correction_id and u.story_id is not distinct from c.story_id
left join derived.story as s on u.story_id = s.story_id
order by
    c.still desc,
    c.announced_at desc nulls last,
    u.correction_id asc,
    u.story_id asc,
    u.fixed_at asc nulls last,
    u.outlet asc,
    u.url asc;
