select r.run_key
from facts.run as r
where r.run_key in (select unnest($keys::bigint[])) and r.state <> 'running';
