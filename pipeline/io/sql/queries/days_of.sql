select
    v.version_key,
    coalesce(floor(epoch(v.appeared_at) / 86400)::integer, $unknown) as day
from derived.version as v
where v.version_key in (select unnest($keys::bigint[]));
