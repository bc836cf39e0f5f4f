-- The versions a person means by a story's id (former ids too), a version's, or an article's id or address: the
-- versions of the story, that version, or the one the article shows now.
with meant as (
    select
        1 as rank,
        i.story_id as name,
        m.version_key
    from story_ids as i
    inner join derived.story as s on i.story_id = s.story_id
    inner join derived.membership as m on s.story_key = m.story_key
    where i.name = $name
    union all
    select
        2 as rank,
        v.version_id as name,
        v.version_key
    from derived.version as v
    where v.version_id = $name
    union all
    select
        3 as rank,
        a.article_id as name,
        d.current_version as version_key
    from facts.article as a
    inner join derived.article as d on a.article_key = d.article_key
    where a.article_id = $name or a.url = $name or a.url = $address
    union all
    select
        4 as rank,
        a.article_id as name,
        d.current_version as version_key
    from facts.alias as l
    inner join facts.article as a on l.article_key = a.article_key
    inner join derived.article as d on a.article_key = d.article_key
    where l.value = $name or l.value = $address
)

select distinct
    m.rank,
    m.name,
    m.version_key,
    s.story_id
from meant as m
inner join derived.membership as b on m.version_key = b.version_key
inner join derived.story as s on b.story_key = s.story_key
qualify m.rank = min(m.rank) over ()
order by m.name, m.version_key;
