-- Two rows a pair, one from each side. A story has at most one counterpart in each language: the pair that is the
-- best of both of them. The stories stay apart: own ids, own write-throughs, no stale copies across languages.
create or replace view translations as
with sides as (
    select
        x.a as story_key,
        x.b as other_key,
        x.*
    from derived.translation as x
    union all
    select
        x.b as story_key,
        x.a as other_key,
        x.*
    from derived.translation as x
),

ranked as (
    select
        s.*,
        row_number() over (
            partition by s.story_key, left(o.language, 2)
            order by s.score desc, s.wide_share desc, s.version_a asc, s.version_b asc
        ) as rank
    from sides as s
    inner join derived.story as o on s.other_key = o.story_key
),

best as (
    select r.*
    from ranked as r
    inner join ranked as q on r.story_key = q.other_key and r.other_key = q.story_key
    where r.rank = 1 and q.rank = 1
),

told as (
    select
        m.story_key,
        min(v.appeared_at) as first_at,
        count(distinct a.outlet) as outlets,
        count(e.article_key) as corrections
    from derived.membership as m
    inner join derived.version as v on m.version_key = v.version_key
    inner join facts.article as a on v.article_key = a.article_key
    left join derived.event as e on v.version_key = e.version_key and e.event = 'correction'
    where m.story_key in (select b.story_key from best as b)
    group by m.story_key
)

select
    s.story_id,
    s.language,
    s.agency,
    o.story_id as other_story_id,
    o.language as other_language,
    o.agency as other_agency,
    o.headline as other_headline,
    u.outlets as other_outlets,
    u.corrections as other_corrections,
    cast(round(epoch(u.first_at - t.first_at) / 60) as integer) as minutes_apart,
    b.names as shared_names,
    b.figures as shared_figures,
    b.order_share,
    b.score,
    concat_ws(
        '; ',
        len(b.names) || ' names (' || array_to_string(b.names[1:8], ', ') || if(len(b.names) > 8, ', …)', ')'),
        if(
            len(b.figures) > 0,
            len(b.figures) || ' figures and days (' || array_to_string(b.figures[1:8], ', ')
            || if(len(b.figures) > 8, ', …)', ')'),
            null
        ),
        if(b.quotes > 0, b.quotes || if(b.quotes = 1, ' quotation', ' quotations') || ' of about one length', null),
        cast(round(100 * b.order_share) as integer) || ' % of them in one order',
        cast(round(100 * b.share) as integer) || ' % of what the shorter text names is in the longer',
        if(b.same_dateline, 'one dateline', null)
    ) as evidence
from best as b
inner join derived.story as s on b.story_key = s.story_key
inner join derived.story as o on b.other_key = o.story_key
inner join told as t on b.story_key = t.story_key
inner join told as u on b.other_key = u.story_key;
