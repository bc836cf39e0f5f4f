select
    x.outlet,
    x.url,
    x.runs_writethru,
    x.current_writethru,
    x.behind_since,
    x.minutes_behind_low,
    x.minutes_behind_high,
    x.missing_correction,
    x.wrong_text,
    x.state,
    x.last_checked_at,
    x.story_id,
    coalesce(x.role, 'outlet') as role,
    x.right_text,
    x.corrected_since,
    x.missing_kill,
    x.killed_since
from stale_copies as x
where $story_id is null or x.story_id = $story_id
order by x.state = 'confirmed' desc, x.missing_kill desc, x.missing_correction desc, x.behind_since asc, x.outlet asc;
