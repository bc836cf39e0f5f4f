select
    s.version_key,
    s.day,
    s.grams
from derived.sketch as s
where s.version_key in (select unnest($keys::bigint[]));
