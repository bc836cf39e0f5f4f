create or replace view correction_uptake as
select
    s.story_id,
    u.correction_id,
    u.wrong_text,
    u.right_text,
    u.note,
    u.announced_by,
    u.announced_at,
    u.announced,
    a.outlet,
    a.url,
    a.article_id,
    u.outcome,
    u.fixed_at,
    u.minutes_to_fix,
    d.last_checked_at,
    coalesce(o.role, 'outlet') as role
from derived.uptake as u
inner join facts.article as a on u.article_key = a.article_key
inner join derived.article as d on u.article_key = d.article_key
left join derived.story as s on u.story_key = s.story_key
left join facts.outlet as o on a.outlet = o.name
where u.kind = 'correction';

create or replace view kill_uptake as
select
    s.story_id,
    u.announced_by as killed_by,
    u.announced_at as killed_at,
    u.note as reason,
    a.outlet,
    a.url,
    a.article_id,
    u.outcome,
    u.fixed_at as withdrawn_at,
    u.minutes_to_fix as minutes_to_withdraw,
    d.last_checked_at,
    coalesce(o.role, 'outlet') as role
from derived.uptake as u
inner join facts.article as a on u.article_key = a.article_key
inner join derived.article as d on u.article_key = d.article_key
left join derived.story as s on u.story_key = s.story_key
left join facts.outlet as o on a.outlet = o.name
where u.kind = 'kill';
