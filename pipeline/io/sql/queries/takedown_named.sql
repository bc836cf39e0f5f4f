-- The articles a person means by an id (of an article, or of a page that was one once) or an address.
with meant as (
    select
        1 as rank,
        a.article_key as page_key
    from facts.article as a
    where a.article_id = $name
    union all
    select
        2 as rank,
        a.article_key as page_key
    from facts.article as a
    where a.url in ($name, $address)
    union all
    select
        2 as rank,
        l.page_key
    from facts.alias as l
    where l.kind in ('url', 'redirect') and l.value in ($name, $address)
    union all
    select
        3 as rank,
        l.page_key
    from facts.alias as l
    where l.value in ($name, $address)
),

nearest as (
    select m.page_key
    from meant as m
    qualify m.rank = min(m.rank) over ()
)

select distinct
    a.article_key,
    a.article_id,
    a.outlet,
    a.url
from nearest as n
left join facts.alias as l on n.page_key = l.page_key
inner join facts.article as a on coalesce(l.article_key, n.page_key) = a.article_key
order by a.article_id;
