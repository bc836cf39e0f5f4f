-- The texts that stand for stories, one a write-through (the longest): those of some stories, and those of all stories
-- of the same houses that ran between two instants.
with near as (
    select distinct m.story_key
    from derived.version as v
    inner join derived.membership as m on v.version_key = m.version_key
    where v.appeared_at between $since and $until
),

houses as (
    select
        s.story_key,
        coalesce(f.family, s.agency) as family,
        left(s.language, 2) as language
    from derived.story as s
    left join facts.agency as f on s.agency = f.name
    where
        (s.story_key in (select n.story_key from near as n) or s.story_key in (select unnest($stories::bigint[])))
        and coalesce(f.family, s.agency) in (select unnest($families::varchar[]))
        and s.language is not null
)

select
    h.story_key,
    h.family,
    h.language,
    v.version_key,
    v.appeared_at,
    v.dateline
from houses as h
inner join derived.membership as m on h.story_key = m.story_key
inner join derived.version as v on m.version_key = v.version_key
inner join facts.text as t on v.text_key = t.text_key
where v.appeared_at is not null
qualify row_number() over (
    partition by h.story_key, m.writethru
    order by t.words desc, v.appeared_at asc, v.version_key asc
) = 1;
