select p.*
from derived.pair as p
where
    p.to_version in (select unnest($keys::bigint []))
    or p.from_version in (select unnest($keys::bigint []));
