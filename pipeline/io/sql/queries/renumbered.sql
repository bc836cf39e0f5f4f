-- How often the numbers of some versions changed.
select
    r.version_key,
    count(*) as renumberings
from facts.renumbering as r
where r.version_key in (select unnest($keys::bigint[]))
group by r.version_key;
