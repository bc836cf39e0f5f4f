-- The names and the payloads of some tombstones.
select
    n.outlet,
    n.kind,
    n.value,
    null as payload_sha
from facts.forgotten_name as n
where n.forgotten_key in (select unnest($keys::bigint[]))
union all
select
    null as outlet,
    null as kind,
    null as value,
    p.payload_sha
from facts.forgotten_payload as p
where p.forgotten_key in (select unnest($keys::bigint[]));
