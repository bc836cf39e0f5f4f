select r.version_key
from derived.roundup as r
where r.version_key in (select unnest($keys::bigint[]));
