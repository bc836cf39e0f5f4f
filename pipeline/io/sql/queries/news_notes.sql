-- Corrections and kills that publishers announce, and that were not told. The same words at a second outlet of the
-- story are the same fact; what is told is known by its story now, whatever it was merged into since.
with noted as (
    select
        e.event,
        e.article_key,
        coalesce(e.version_key, e.about_version) as version_key,
        coalesce(e.event_at, v.first_seen_at) as seen_at,
        coalesce(e.detail, '') as note,
        md5(lower(regexp_replace(trim(coalesce(e.detail, '')), '\s+', ' ', 'g'))) as subject,
        m.story_key,
        m.writethru,
        v.known_at
    from derived.event as e
    left join derived.version as v on coalesce(e.version_key, e.about_version) = v.version_key
    left join derived.membership as m on v.version_key = m.version_key
    where e.event in ('correction', 'kill') and coalesce(e.event_at, v.first_seen_at) >= $since
),

told as (
    select
        case t.event when 'killed' then 'kill' else 'correction' end as event,
        t.article_key,
        t.subject,
        coalesce(m.story_key, s.story_key) as story_key
    from facts.told as t
    left join derived.membership as m on t.version_key = m.version_key
    left join derived.story as s on t.story_id = s.story_id
    where t.event in ('corrected', 'killed') and (t.told_at is not null or t.claimed_at > $abandoned)
),

untold as (
    select *
    from noted as n
    where
        not exists (
            select 1 from told as t
            where
                t.event = n.event and t.subject = n.subject
                and (t.article_key = n.article_key or t.story_key = n.story_key)
        )
    qualify row_number() over (
        partition by n.event, n.subject, coalesce(n.story_key, n.article_key)
        order by n.seen_at, n.article_key
    ) = 1
)

select
    if(n.event = 'kill', 'killed', 'corrected') as event,
    s.story_id,
    n.article_key,
    n.version_key,
    n.subject,
    n.seen_at,
    n.note,
    n.writethru,
    a.article_id,
    a.outlet,
    a.url,
    v.version_id,
    coalesce(s.agency, d.agency) as agency,
    coalesce(s.headline, v.headline, d.headline) as headline,
    u.wrong_text,
    u.right_text
from untold as n
inner join facts.article as a on n.article_key = a.article_key
left join derived.article as d on n.article_key = d.article_key
left join derived.version as v on n.version_key = v.version_key
left join derived.story as s on n.story_key = s.story_key
left join lateral (
    select
        x.wrong_text,
        x.right_text
    from derived.uptake as x
    where n.event = 'correction' and x.kind = 'correction' and x.story_key = n.story_key and x.announced
    order by x.note = n.note desc, x.announced_by = a.outlet desc, x.announced_at desc, x.correction_id asc
    limit 1
) as u on true
order by n.event = 'kill' desc, n.seen_at asc, a.url asc
limit $top;
