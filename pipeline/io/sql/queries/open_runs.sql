select
    r.run_key,
    r.run_id,
    r.kind,
    r.started_at,
    (
        select count(*) from facts.disposition as d
        where d.run_key = r.run_key
    ) as items
from facts.run as r
where r.state = 'running'
order by r.started_at, r.run_id;
