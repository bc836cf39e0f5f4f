-- Runs whose items are not their dispositions, and runs that were begun and never ended.
select
    r.run_key,
    r.kind,
    r.state,
    r.started_at,
    r.items,
    count(d.ordinal) as dispositions
from facts.run as r
left join facts.disposition as d on r.run_key = d.run_key
group by r.run_key, r.kind, r.state, r.started_at, r.items
having (r.state <> 'running' and r.items <> count(d.ordinal)) or r.state = 'running'
order by r.started_at;
