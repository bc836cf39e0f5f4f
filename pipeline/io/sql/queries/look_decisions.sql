select
    d.decision_id,
    d.kind,
    d.a,
    d.b,
    d.decided_by,
    d.reason,
    d.decided_at,
    d.undone_at,
    d.undone_by,
    d.undone_reason
from decisions as d
order by d.decided_at, d.decision_id;
