create or replace view stories as
select
    s.story_id,
    s.agency,
    s.headline,
    min(coalesce(v.published_at, v.appeared_at)) as first_published_at,
    max(v.appeared_at) as last_changed_at,
    count(distinct a.outlet) as outlets,
    count(distinct v.article_key) as articles,
    count(*) as versions,
    (
        select count(*) from derived.writethru as w
        where w.story_key = s.story_key
    ) as writethrus,
    s.language
from derived.story as s
inner join derived.membership as m on s.story_key = m.story_key
inner join derived.version as v on m.version_key = v.version_key
inner join facts.article as a on v.article_key = a.article_key
group by s.story_key, s.story_id, s.agency, s.headline, s.language;
