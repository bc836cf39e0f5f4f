-- The versions that people decided to be one story with some.
with sided as (
    select
        s.version_key,
        s.decision_key
    from facts.decision_side as s
    inner join facts.decision as d on s.decision_key = d.decision_key
    where d.kind = 'together' and s.decision_key not in (select u.decision_key from facts.decision_undone as u)
)

select distinct o.version_key
from sided as s
inner join sided as o on s.decision_key = o.decision_key
where s.version_key in (select unnest($keys::bigint[]));
