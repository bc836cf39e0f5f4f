create or replace view story_merges as
select
    c.old_story_id,
    c.new_story_id,
    c.kind,
    c.changed_at,
    r.run_id,
    c.versions
from facts.story_change as c
inner join facts.run as r on c.run_key = r.run_key;

-- Every id a story ever had, and the id it has now: merges are followed until a story is met that lives.
create or replace view story_ids as
with recursive went as (
    select
        c.old_story_id,
        c.new_story_id
    from facts.story_change as c
    where c.kind = 'merge' and c.old_story_id not in (select s.story_id from derived.story as s)
    qualify row_number() over (
        partition by c.old_story_id order by c.changed_at desc, c.versions desc, c.new_story_id asc
    ) = 1
),

followed as (
    select
        w.old_story_id as name,
        w.new_story_id as story_id,
        1 as steps
    from went as w
    union
    select
        f.name,
        w.new_story_id as story_id,
        f.steps + 1 as steps
    from followed as f
    inner join went as w on f.story_id = w.old_story_id
    where f.steps < 100
)

select
    s.story_id as name,
    s.story_id
from derived.story as s
union all
select
    f.name,
    f.story_id
from followed as f
where f.story_id in (select s.story_id from derived.story as s)
qualify row_number() over (partition by f.name order by f.steps desc) = 1;

-- What a page has of other stories without being a copy of them: the best part of each, page by page.
create or replace view story_mentions as
select
    s.story_id,
    a.outlet,
    a.url,
    a.article_id,
    v.version_id,
    o.story_id as mentioned_story_id,
    m.from_position,
    m.to_position,
    m.words,
    m.in_host as share_of_page,
    m.in_guest as share_of_text,
    g.version_id as mentioned_version_id,
    r.version_key is not null as is_roundup
from derived.mention as m
inner join derived.membership as mh on m.host = mh.version_key
inner join derived.membership as mg on m.guest = mg.version_key
inner join derived.story as s on mh.story_key = s.story_key
inner join derived.story as o on mg.story_key = o.story_key
inner join derived.version as v on m.host = v.version_key
inner join derived.version as g on m.guest = g.version_key
inner join facts.article as a on v.article_key = a.article_key
left join derived.roundup as r on m.host = r.version_key
where mh.story_key <> mg.story_key and (r.version_key is not null or not m.unsure)
qualify row_number() over (
    partition by m.host, mg.story_key order by m.words desc, m.in_guest desc, g.version_id asc
) = 1;

-- What people decided, and what was undone.
create or replace view decisions as
with sides as (
    select
        s.decision_key,
        list(v.version_id order by v.version_id) filter (where s.side = 'a') as versions_a,
        list(v.version_id order by v.version_id) filter (where s.side = 'b') as versions_b
    from facts.decision_side as s
    left join derived.version as v on s.version_key = v.version_key
    group by s.decision_key
)

select
    d.decision_id,
    d.kind,
    d.a,
    d.b,
    d.decided_by,
    d.reason,
    d.decided_at,
    u.undone_at,
    u.undone_by,
    u.reason as undone_reason,
    s.versions_a,
    s.versions_b
from facts.decision as d
left join sides as s on d.decision_key = s.decision_key
left join facts.decision_undone as u on d.decision_key = u.decision_key;
