select
    s.version_key,
    s.day
from derived.sketch as s
where s.version_key in (select unnest($keys::bigint[]));
