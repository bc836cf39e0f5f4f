select
    n.outlet,
    n.kind,
    n.value,
    f.forgotten_at
from facts.forgotten_name as n
inner join facts.forgotten as f on n.forgotten_key = f.forgotten_key;
