-- A story by its id, a former id of it, or an address, article or version of it.
with recursive renamed as (
    select $name::varchar as story_id
    union
    select c.new_story_id
    from facts.story_change as c
    inner join renamed as r on c.old_story_id = r.story_id
    where c.kind = 'merge'
)

select
    s.story_id,
    1 as rank
from stories as s
where s.story_id = $name
union
select
    s.story_id,
    2 as rank
from stories as s
inner join renamed as r on s.story_id = r.story_id
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
