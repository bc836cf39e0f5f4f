create or replace view corrections as
select
    s.story_id,
    a.article_id,
    v.version_id,
    coalesce(e.event_at, v.first_seen_at) as seen_at,
    e.detail as text,
    a.outlet,
    a.url
from derived.event as e
inner join derived.version as v on e.version_key = v.version_key
inner join facts.article as a on e.article_key = a.article_key
left join derived.membership as m on v.version_key = m.version_key
left join derived.story as s on m.story_key = s.story_key
where e.event = 'correction';

create or replace view kills as
select
    s.story_id,
    a.article_id,
    v.version_id,
    e.event_at as seen_at,
    e.detail as reason,
    a.outlet,
    a.url
from derived.event as e
inner join facts.article as a on e.article_key = a.article_key
left join derived.version as v on e.about_version = v.version_key
left join derived.membership as m on e.about_version = m.version_key
left join derived.story as s on m.story_key = s.story_key
where e.event = 'kill';
