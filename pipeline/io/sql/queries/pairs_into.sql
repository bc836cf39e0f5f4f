select
    p.from_version,
    p.to_version,
    p.relation,
    p.minutes_apart,
    p.unchanged,
    p.edited,
    p.moved,
    p.added,
    p.removed,
    p.headline_changed,
    p.weight,
    p.verbs,
    p.update_note
from derived.pair as p
where
    p.to_version in (select unnest($keys::bigint[]))
    or p.from_version in (select unnest($keys::bigint[]));
