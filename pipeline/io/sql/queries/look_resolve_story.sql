-- A story by its id, a former id of it, or an address, article or version of it.
select
    i.story_id,
    1 as rank
from story_ids as i
where i.name = $name
union
select
    v.story_id,
    3 as rank
from versions as v
where v.version_id = $name
union
select
    a.story_id,
    3 as rank
from articles as a
where a.article_id = $name or a.url = $name or a.url = $address
union
select
    a.story_id,
    4 as rank
from aliases as l
inner join articles as a on l.article_id = a.article_id
where l.value = $address
order by rank, story_id
limit 1;
