-- Forms that stand in at least so many stories of an outlet, or stand on its list, with what speaks for and against them.
-- A house is an owner, or an outlet without a known one; of a story counts the day on which the outlet first ran it.
with standing as (
    select
        p.form_key,
        p.text_key,
        cast(null as varchar) as outlet -- any that shows the text
    from derived.paragraph_form as p
    union all
    select
        r.form_key,
        r.text_key,
        r.outlet
    from derived.removed_form as r
),

often as (
    select s.form_key
    from standing as s
    group by s.form_key
    having count(*) >= $least
    union
    select c.form_key
    from facts.furniture_change as c
),

ran as (
    select
        v.text_key,
        v.article_key,
        v.outlet,
        coalesce(o.owner, v.outlet) as house,
        coalesce(o.role, 'outlet') as role,
        m.story_key,
        coalesce(v.first_seen_at, v.known_at) as first_seen_at,
        coalesce(v.last_seen_at, v.known_at) as last_seen_at
    from derived.version as v
    inner join derived.membership as m on v.version_key = m.version_key
    left join facts.outlet as o on v.outlet = o.name
),

stories as (
    select
        r.outlet,
        r.story_key,
        cast(min(r.first_seen_at) as date) as day
    from ran as r
    group by r.outlet, r.story_key
),

alone as (
    select r.story_key
    from ran as r
    group by r.story_key
    having count(distinct r.house) = 1
),

days as (
    select
        s.outlet,
        s.day,
        count(*) as stories,
        count(a.story_key) as alone
    from stories as s
    left join alone as a on s.story_key = a.story_key
    group by s.outlet, s.day
),

stands as (
    select
        s.form_key,
        r.outlet,
        r.house,
        r.role,
        r.story_key,
        r.article_key,
        min(r.first_seen_at) as first_seen_at,
        max(r.last_seen_at) as last_seen_at
    from standing as s
    inner join ran as r on s.text_key = r.text_key and (s.outlet is null or s.outlet = r.outlet)
    where s.form_key in (select o.form_key from often as o)
    group by all
),

shared as (
    select
        s.form_key,
        s.story_key
    from stands as s
    group by s.form_key, s.story_key
    having count(distinct s.house) > 1
),

elsewhere as (
    select
        s.form_key,
        list(distinct s.outlet order by s.outlet) as outlets,
        count(distinct s.house) as houses
    from stands as s
    group by s.form_key
),

counted as (
    select
        s.form_key,
        s.outlet,
        count(distinct s.article_key) as articles,
        count(distinct s.story_key) as stories,
        count(distinct s.story_key) filter (where h.story_key is not null) as shared,
        count(distinct s.story_key) filter (where a.story_key is not null) as alone,
        cast(min(d.day) as date) as first_day,
        cast(max(d.day) as date) as last_day,
        min(s.first_seen_at) as first_seen_at,
        max(s.last_seen_at) as last_seen_at
    from stands as s
    inner join stories as d on s.outlet = d.outlet and s.story_key = d.story_key
    left join shared as h on s.form_key = h.form_key and s.story_key = h.story_key
    left join alone as a on s.story_key = a.story_key
    where s.role <> 'agency'
    group by s.form_key, s.outlet
)

select
    c.form_key,
    c.outlet,
    c.articles,
    c.stories,
    cast(sum(d.stories) as bigint) as of_stories,
    c.shared,
    c.alone,
    cast(sum(d.alone) as bigint) as of_alone,
    e.houses - 1 as houses,
    list_filter(e.outlets, lambda name: name <> c.outlet) as other_outlets, -- noqa: PRS
    c.first_seen_at,
    c.last_seen_at
from counted as c
inner join elsewhere as e on c.form_key = e.form_key
inner join days as d on c.outlet = d.outlet and d.day between c.first_day and c.last_day
where
    c.stories >= $least
    or (c.outlet, c.form_key) in (select (f.outlet, f.form_key) from facts.furniture_change as f)
group by all
order by c.outlet, c.form_key;
