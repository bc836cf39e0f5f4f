-- Which article ran which write-through since when: one row for each, by its earliest version that runs it.
-- A copy cut above the changed place stands at the earliest write-through it fits and is not certain.
create or replace view writethru_adoption as
with earliest as (
    select
        m.story_key,
        m.writethru as number,
        v.version_key,
        v.version_id,
        v.article_key,
        v.number as version_number,
        v.appeared_at,
        v.headline,
        m.writethru_to,
        m.writethru = m.writethru_to as certain
    from derived.membership as m
    inner join derived.version as v on m.version_key = v.version_key
    where m.writethru is not null
    qualify
        row_number() over (
            partition by m.story_key, m.writethru, v.article_key
            order by m.writethru = m.writethru_to desc, v.appeared_at asc nulls last, v.number asc
        ) = 1
),

placed as (
    select
        e.*,
        a.article_id,
        a.outlet,
        a.url,
        coalesce(o.role, 'outlet') as role,
        row_number() over (
            partition by e.story_key, e.number, coalesce(o.role, 'outlet')
            order by e.certain desc, e.appeared_at asc nulls last, a.outlet asc, a.url asc, e.version_key asc
        ) as place,
        min(e.appeared_at) filter (where e.certain and coalesce(o.role, 'outlet') = 'outlet')
            over (partition by e.story_key, e.number) as first_at,
        min(e.appeared_at) filter (where o.role = 'agency') over (partition by e.story_key, e.number) as wire_at
    from earliest as e
    inner join facts.article as a on e.article_key = a.article_key
    left join facts.outlet as o on a.outlet = o.name
)

select
    s.story_id,
    p.number,
    p.outlet,
    p.url,
    p.article_id,
    p.appeared_at as first_run_at,
    cast(round(epoch(p.appeared_at - p.first_at) / 60) as integer) as minutes_behind,
    p.certain,
    p.role = 'outlet' and p.certain and p.place = 1 as is_first,
    p.role,
    p.writethru_to,
    cast(round(epoch(p.appeared_at - p.wire_at) / 60) as integer) as minutes_after_wire,
    p.version_id,
    p.headline
from placed as p
inner join derived.story as s on p.story_key = s.story_key;

create or replace view writethrus as
with adopted as (
    select
        w.story_id,
        w.number,
        count(distinct w.outlet) filter (where w.certain and w.role = 'outlet') as outlets,
        count(*) filter (where w.certain) as articles,
        arg_min(struct_pack(u := w.url, a := w.article_id, v := w.version_id), (w.first_run_at, w.outlet, w.url)) -- unknown last
        filter (where w.certain) as first_of,
        arg_max(w.outlet, (w.first_run_at, w.outlet, w.url))
        filter (where w.certain and w.role = 'outlet' and w.first_run_at is not null) as latest_outlet,
        max(w.first_run_at) filter (where w.certain and w.role = 'outlet') as latest_at
    from writethru_adoption as w
    group by w.story_id, w.number
)

select
    s.story_id,
    w.number,
    w.basis,
    w.wire_number,
    w.attested_outlets,
    w.first_seen_at,
    w.first_outlet,
    w.words,
    w.headline,
    d.first_of.u as first_url,
    d.first_of.a as first_article_id,
    d.first_of.v as first_version_id,
    cast(
        round(epoch(w.first_seen_at - min(w.first_seen_at) over story) / 60) as integer
    ) as minutes_after_first,
    cast(
        round(epoch(w.first_seen_at - lag(w.first_seen_at) over (partition by s.story_id order by w.number)) / 60) as integer
    ) as minutes_after_former,
    coalesce(d.outlets, 0) as outlets,
    coalesce(d.articles, 0) as articles,
    d.latest_outlet,
    d.latest_at,
    w.number = max(w.number) over story as is_latest
from derived.writethru as w
inner join derived.story as s on w.story_key = s.story_key
left join adopted as d on s.story_id = d.story_id and w.number = d.number
window story as (partition by s.story_id);

create or replace view renumberings as
select
    n.story_id,
    v.version_id,
    n.old_writethru,
    n.old_to,
    n.new_writethru,
    n.new_to,
    n.changed_at,
    r.run_id,
    a.outlet,
    a.url,
    a.article_id,
    n.ordinal
from facts.renumbering as n
inner join derived.version as v on n.version_key = v.version_key
inner join facts.article as a on v.article_key = a.article_key
left join facts.run as r on n.run_key = r.run_key;
