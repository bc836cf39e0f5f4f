select distinct a.version_key
from derived.anchor as a
where a.version_key in (select unnest($keys::bigint[]));
