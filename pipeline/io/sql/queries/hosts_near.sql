-- The versions that carry a part of these, and those linked with them.
select m.host as version_key
from derived.mention as m
where m.guest in (select unnest($keys::bigint[])) and m.to_day >= $first and m.from_day <= $last
union
select l.a
from derived.link as l
where l.b in (select unnest($keys::bigint[])) and l.to_day >= $first and l.from_day <= $last
union
select l.b
from derived.link as l
where l.a in (select unnest($keys::bigint[])) and l.to_day >= $first and l.from_day <= $last;
