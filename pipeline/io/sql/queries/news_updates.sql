-- Stories that moved to a later write-through than was told. Numbers move when an earlier text turns up; the version
-- that was told stands for its write-through whatever its number is now.
with latest as (
    select w.*
    from derived.writethru as w
    where w.number > 0 and w.first_seen_at >= $since
    qualify w.number = max(w.number) over (partition by w.story_key)
),

told as (
    select
        m.story_key,
        m.writethru
    from facts.told as t
    inner join derived.membership as m on t.version_key = m.version_key
    where t.event = 'updated' and (t.told_at is not null or t.claimed_at > $abandoned)
),

untold as (
    select l.*
    from latest as l
    where
        l.number = (
            select max(w.number) from derived.writethru as w
            where w.story_key = l.story_key
        )
        and not exists (
            select 1 from told as t
            where t.story_key = l.story_key and t.writethru >= l.number
        )
),

first as (
    select
        n.story_key,
        m.version_key,
        n.number,
        n.attested_outlets,
        n.basis
    from untold as n
    inner join derived.membership as m on n.story_key = m.story_key and n.number = m.writethru
    inner join derived.version as v on m.version_key = v.version_key
    qualify row_number() over (
        partition by n.story_key order by v.appeared_at asc nulls last, v.known_at asc, v.version_key asc
    ) = 1
)

select
    'updated' as event,
    s.story_id,
    v.article_key,
    f.version_key,
    cast(null as varchar) as subject,
    v.appeared_at as seen_at,
    f.number as writethru,
    a.article_id,
    a.outlet,
    a.url,
    v.version_id,
    s.agency,
    coalesce(v.headline, s.headline) as headline,
    f.attested_outlets,
    f.basis,
    (
        select list(distinct o.outlet order by o.outlet)
        from derived.membership as n
        inner join derived.version as w on n.version_key = w.version_key
        inner join facts.article as o on w.article_key = o.article_key
        where n.story_key = f.story_key
    ) as outlets
from first as f
inner join derived.version as v on f.version_key = v.version_key
inner join facts.article as a on v.article_key = a.article_key
inner join derived.story as s on f.story_key = s.story_key
order by v.appeared_at asc, a.url asc
limit $top;
