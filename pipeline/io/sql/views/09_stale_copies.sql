create or replace view stale_copies as
select
    s.story_id,
    a.outlet,
    a.url,
    x.runs_writethru,
    x.current_writethru,
    x.behind_since,
    x.minutes_behind_low,
    x.minutes_behind_high,
    x.missing_correction,
    x.wrong_text,
    x.state,
    d.last_checked_at,
    a.article_id,
    v.version_id,
    o.role,
    x.right_text,
    x.corrected_since,
    coalesce(x.missing_kill, false) as missing_kill,
    x.killed_since
from derived.stale as x
inner join derived.version as v on x.version_key = v.version_key
inner join facts.article as a on v.article_key = a.article_key
inner join derived.article as d on v.article_key = d.article_key
left join derived.story as s on x.story_key = s.story_key
left join facts.outlet as o on a.outlet = o.name
where d.status = 'live';
