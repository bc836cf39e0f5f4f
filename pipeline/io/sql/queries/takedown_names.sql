-- The names of some articles that no other bears: one that a whole site gives (an og:url) would bar all its pages.
select distinct
    l.outlet,
    l.kind,
    l.value
from facts.alias as l
where
    l.article_key in (select unnest($keys::bigint[]))
    and not exists (
        select 1 from facts.alias as o
        where o.alias_key = l.alias_key and o.article_key not in (select unnest($keys::bigint[]))
    )
order by all;
