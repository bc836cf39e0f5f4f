-- The decisions in force that speak of these versions, side by side.
select
    s.decision_key,
    d.kind,
    s.side,
    s.version_key
from facts.decision_side as s
inner join facts.decision as d on s.decision_key = d.decision_key
where
    s.decision_key in (
        select t.decision_key from facts.decision_side as t
        where t.version_key in (select unnest($keys::bigint[]))
    )
    and s.decision_key not in (select u.decision_key from facts.decision_undone as u);
