create or replace view articles as
select
    a.article_id,
    a.outlet,
    a.url,
    d.headline,
    d.agency,
    s.story_id,
    d.language,
    d.published_at,
    d.updated_at,
    d.first_seen_at,
    d.last_seen_at,
    (
        select count(*) from derived.version as v
        where v.article_key = d.article_key
    ) as versions,
    d.last_checked_at,
    d.unreachable,
    d.status,
    o.role
from derived.article as d
inner join facts.article as a on d.article_key = a.article_key
left join derived.story as s on d.current_story = s.story_key
left join facts.outlet as o on a.outlet = o.name;
