-- For each article of a story the strongest tie to one that appeared earlier; where there is none, to any other.
with told as (
    select
        v.version_key,
        v.version_id,
        v.article_key,
        a.article_id,
        a.outlet,
        a.url,
        v.number,
        v.headline,
        v.agency,
        v.byline,
        v.dateline,
        v.appeared_at,
        t.words,
        t.body,
        row_number() over (
            order by v.appeared_at asc nulls last, a.outlet asc, a.url asc, v.number asc
        ) as place,
        min(v.number) over (partition by v.article_key) = v.number as is_first
    from derived.story as s
    inner join derived.membership as m on s.story_key = m.story_key
    inner join derived.version as v on m.version_key = v.version_key
    inner join facts.article as a on v.article_key = a.article_key
    inner join facts.text as t on v.text_key = t.text_key
    where s.story_id = $story_id
),

sides as (
    select
        *,
        a as mine,
        b as other,
        in_a as share_of_mine,
        in_b as share_of_other
    from derived.link
    union all
    select
        *,
        b as mine,
        a as other,
        in_b as share_of_mine,
        in_a as share_of_other
    from derived.link
),

began as (
    select
        article_key,
        min(place) as place
    from told
    group by article_key
),

ties as (
    select
        n.*,
        x.place as place_mine,
        y.place as place_other,
        x.article_key as article_mine,
        fy.place < fx.place as is_earlier
    from sides as n
    inner join told as x on n.mine = x.version_key
    inner join told as y on n.other = y.version_key and x.article_key <> y.article_key
    inner join began as fx on x.article_key = fx.article_key
    inner join began as fy on y.article_key = fy.article_key
    qualify row_number() over (
        partition by x.article_key
        order by fy.place < fx.place desc, n.named is null asc, n.in_a + n.in_b desc, y.place asc, x.place asc
    ) = 1
)

select
    x.article_id,
    x.outlet,
    x.url,
    coalesce(v.version_id, x.version_id) as version_id,
    coalesce(v.headline, x.headline) as headline,
    coalesce(v.agency, x.agency) as agency,
    coalesce(v.byline, x.byline) as byline,
    coalesce(v.dateline, x.dateline) as dateline,
    coalesce(v.appeared_at, x.appeared_at) as appeared_at,
    coalesce(v.words, x.words) as words,
    o.outlet as other_outlet,
    o.url as other_url,
    o.version_id as other_version_id,
    o.agency as other_agency,
    o.byline as other_byline,
    o.dateline as other_dateline,
    o.appeared_at as other_appeared_at,
    o.words as other_words,
    n.is_earlier,
    n.share_of_mine,
    n.share_of_other,
    n.shared_words,
    n.passage_words,
    n.passage_from,
    if(n.a = n.mine, v.body, o.body) as body,
    n.minutes_apart,
    n.same_agency,
    n.same_byline,
    n.same_dateline,
    n.same_wire_day,
    n.shared_figures,
    n.shared_names,
    case when n.named is null then null when (n.named = 'a') = (n.a = n.other) then 'other' else 'this' end as original
from told as x
left join ties as n on x.article_key = n.article_mine and x.place > 1 -- the first has nothing to be tied to
left join told as v on n.mine = v.version_key
left join told as o on n.other = o.version_key
where x.is_first
order by x.place;
