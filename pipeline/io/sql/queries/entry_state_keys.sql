select e.state_key
from facts.entry_state as e
where e.state_key in (select unnest($keys::bigint[]));
