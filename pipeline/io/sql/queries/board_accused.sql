-- Confirmed copies that are behind: what the wire withdrew first, then wrong sentences, then the latest.
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
    x.killed_since,
    s.headline
from stale_copies as x
left join derived.story as s on x.story_id = s.story_id
where x.state = 'confirmed'
order by
    x.missing_kill desc,
    x.missing_correction desc,
    x.role = 'aggregator' asc,
    coalesce(x.killed_since, x.corrected_since, x.behind_since) desc nulls last,
    x.outlet asc,
    x.url asc
limit $top;
