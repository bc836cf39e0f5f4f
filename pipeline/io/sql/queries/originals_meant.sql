-- Pages with the page of another outlet that they name as their original, as far as it is stored. What more than $most
-- pages of one outlet name is a fault of its templates and means none of them.
with named as (
    select
        e.page_key,
        e.address,
        a.outlet,
        count(*) over (partition by e.address, a.outlet) as bearers
    from facts.elsewhere as e
    inner join facts.article as a on e.page_key = a.article_key
    where e.address in (select unnest($addresses::varchar[]))
)

select distinct
    n.page_key,
    l.page_key as original,
    n.address
from named as n
inner join facts.alias as l on n.address = l.value and n.outlet <> l.outlet
where n.bearers <= $most and l.kind in ('url', 'redirect');
