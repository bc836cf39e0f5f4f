-- The page that each of some names belongs to first: the one it is the address of, where there is one.
select
    l.alias_key,
    arg_min(l.page_key, (l.page_key <> l.alias_key, l.recorded_at, l.page_key)) as page_key
from facts.alias as l
where l.alias_key in (select unnest($keys::bigint[]))
group by l.alias_key;
