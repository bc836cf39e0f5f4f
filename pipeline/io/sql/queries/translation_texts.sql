-- The texts that stand for stories, one a write-through (the longest), where a story has a sister in another language:
-- those of the given versions' stories, and those of their sisters that ran within some hours of one of them.
with tongues as (
    select
        coalesce(f.family, s.agency) as family,
        s.story_key,
        left(s.language, 2) as language
    from derived.story as s
    left join facts.agency as f on s.agency = f.name
    where s.agency is not null and s.language is not null
),

mixed as (
    select t.family
    from tongues as t
    group by t.family
    having count(distinct t.language) > 1
),

touched as (
    select distinct
        t.story_key,
        t.family,
        t.language
    from derived.membership as m
    inner join tongues as t on m.story_key = t.story_key
    where m.version_key in (select unnest($keys::bigint[])) and t.family in (select x.family from mixed as x)
),

spans as (
    select
        t.family,
        t.language,
        min(v.appeared_at) - to_hours($hours) as since,
        max(v.appeared_at) + to_hours($hours) as until
    from touched as t
    inner join derived.membership as m on t.story_key = m.story_key
    inner join derived.version as v on m.version_key = v.version_key
    group by t.family, t.language
),

sisters as (
    select distinct t.story_key
    from spans as p
    inner join tongues as t on p.family = t.family and p.language <> t.language
    inner join derived.membership as m on t.story_key = m.story_key
    inner join derived.version as v on m.version_key = v.version_key and v.appeared_at between p.since and p.until
),

looked_at as (
    select
        story_key,
        true as touched
    from touched
    union all
    select
        story_key,
        false as touched
    from sisters
    where story_key not in (select story_key from touched)
)

select
    m.story_key,
    m.version_key,
    t.family,
    t.language,
    l.touched,
    v.appeared_at,
    v.dateline
from looked_at as l
inner join tongues as t on l.story_key = t.story_key
inner join derived.membership as m on l.story_key = m.story_key
inner join derived.version as v on m.version_key = v.version_key
inner join facts.text as x on v.text_key = x.text_key
where v.appeared_at is not null and exists (select 1 from sisters)
qualify row_number() over (
    partition by m.story_key, m.writethru
    order by x.words desc, v.appeared_at asc, v.version_key asc
) = 1;
