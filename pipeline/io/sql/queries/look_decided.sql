-- What people decided about versions of a story.
select
    d.decision_id,
    d.kind,
    d.a,
    d.b,
    d.decided_by,
    d.reason,
    d.decided_at,
    d.undone_at
from decisions as d
where
    exists (
        select 1 from versions as v
        where
            v.story_id = $story_id
            and (list_contains(d.versions_a, v.version_id) or list_contains(d.versions_b, v.version_id))
    )
order by d.decided_at, d.decision_id;
