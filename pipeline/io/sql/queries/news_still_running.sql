-- Who is confirmed to run the wrong sentence, or the withdrawn text, of some stories.
select
    s.story_id,
    a.outlet,
    a.url,
    x.missing_kill
from derived.stale as x
inner join derived.story as s on x.story_key = s.story_key
inner join derived.version as v on x.version_key = v.version_key
inner join facts.article as a on v.article_key = a.article_key
inner join derived.article as d on v.article_key = d.article_key
where
    x.state = 'confirmed' and d.status = 'live' and (x.missing_correction or x.missing_kill)
    and s.story_id in (select unnest($stories::varchar[]))
order by s.story_id, a.outlet, a.url;
