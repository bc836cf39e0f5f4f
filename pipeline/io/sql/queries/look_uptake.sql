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
    u.role
from correction_uptake as u
where u.story_id = $story_id
order by u.announced_at nulls last, u.correction_id, u.fixed_at nulls last, u.outlet, u.url;
