select count(*) as versions
from versions as v
where $since is null or coalesce(v.first_seen_at, v.appeared_at) >= $since;
