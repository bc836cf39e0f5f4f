-- Stories by their last change, with an article's address and what is wrong about them; $names: only these.
with chosen as (
    select
        *,
        count(*) over () as total
    from stories
    where
        ($since is null or last_changed_at >= $since)
        and ($names is null or list_contains($names::varchar[], story_id))
    order by last_changed_at desc nulls last, story_id asc
    limit $top
),

pages as (
    select
        s.story_id,
        arg_max(a.url, (v.appeared_at, a.url)) as url -- noqa: RF03
    from derived.version as v
    inner join facts.article as a on v.article_key = a.article_key
    inner join derived.membership as m on v.version_key = m.version_key
    inner join derived.story as s on m.story_key = s.story_key
    where s.story_id in (select c.story_id from chosen as c)
    group by s.story_id
),

behind as (
    select
        x.story_id,
        count(*) as stale
    from stale_copies as x
    where x.state = 'confirmed'
    group by x.story_id
),

corrected as (
    select
        c.story_id,
        count(*) as notes
    from corrections as c
    group by c.story_id
),

killed as (
    select
        k.story_id,
        count(*) as notes
    from kills as k
    group by k.story_id
)

select
    c.story_id,
    c.agency,
    c.headline,
    c.first_published_at,
    c.last_changed_at,
    c.outlets,
    c.articles,
    c.versions,
    c.writethrus,
    c.language,
    c.total,
    p.url,
    coalesce(b.stale, 0) as stale,
    coalesce(n.notes, 0) as corrections,
    coalesce(k.notes, 0) as kills
from chosen as c
left join pages as p on c.story_id = p.story_id
left join behind as b on c.story_id = b.story_id
left join corrected as n on c.story_id = n.story_id
left join killed as k on c.story_id = k.story_id
order by c.last_changed_at desc nulls last, c.story_id asc;
