-- One step outwards: versions of the same article, of the same story as it stands, joined to it by a person, and
-- linked ones. A link that ties nothing (to a roundup, to an aside) leads nowhere: roundups would connect all.
with frontier as (
    select unnest($keys::bigint[]) as version_key
),

linked as (
    select
        f.version_key as here,
        l.b as there
    from derived.link as l
    inner join frontier as f on l.a = f.version_key
    union all
    select
        f.version_key as here,
        l.a as there
    from derived.link as l
    inner join frontier as f on l.b = f.version_key
),

sided as (
    select
        s.version_key,
        s.decision_key
    from facts.decision_side as s
    inner join facts.decision as d on s.decision_key = d.decision_key
    where d.kind = 'together' and s.decision_key not in (select u.decision_key from facts.decision_undone as u)
)

select l.there as version_key
from linked as l
where
    (l.here in (select r.version_key from derived.roundup as r))
    = (l.there in (select r.version_key from derived.roundup as r))
    and not exists (
        select 1 from derived.mention as m
        where m.aside and (m.host = l.here and m.guest = l.there or m.host = l.there and m.guest = l.here)
    )
union
select o.version_key
from derived.version as v
inner join frontier as f on v.version_key = f.version_key
inner join derived.version as o on v.article_key = o.article_key
union
select o.version_key
from derived.membership as m
inner join frontier as f on m.version_key = f.version_key
inner join derived.membership as o on m.story_key = o.story_key
union
select o.version_key
from sided as s
inner join frontier as f on s.version_key = f.version_key
inner join sided as o on s.decision_key = o.decision_key;
