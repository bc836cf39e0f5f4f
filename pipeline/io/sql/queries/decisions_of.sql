-- The versions of a decision's sides, as far as they are there.
select
    d.decision_key,
    d.decision_id,
    d.kind,
    d.a,
    d.b,
    u.undone_at,
    s.version_key
from facts.decision as d
left join facts.decision_undone as u on d.decision_key = u.decision_key
left join facts.decision_side as s on d.decision_key = s.decision_key
where d.decision_id = $decision_id;
