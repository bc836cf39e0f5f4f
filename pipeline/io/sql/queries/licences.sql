-- Decisions in force to keep pages of a site although its publisher reserves archiving or mining.
select
    d.decision_id,
    d.a,
    d.reason
from facts.decision as d
where
    d.kind = 'licensed'
    and d.decision_key not in (select u.decision_key from facts.decision_undone as u)
order by d.decided_at;
