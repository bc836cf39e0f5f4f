select s.version_key
from derived.sketch as s
where s.version_key in (select unnest($keys::bigint[]));
