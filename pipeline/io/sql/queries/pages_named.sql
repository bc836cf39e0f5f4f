-- Pages that share names, two by two; a name that more than $most pages bear names none of them.
with bearers as (
    select
        l.alias_key,
        l.page_key,
        l.kind,
        l.value,
        count(*) over (partition by l.alias_key) as pages
    from facts.alias as l
    where l.alias_key in (select unnest($keys::bigint[]))
)

select
    x.page_key as a,
    y.page_key as b,
    x.kind as kind_a,
    y.kind as kind_b,
    x.value as name,
    x.pages
from bearers as x
inner join bearers as y on x.alias_key = y.alias_key and x.page_key < y.page_key
where x.pages <= $most or x.alias_key in (x.page_key, y.page_key);
