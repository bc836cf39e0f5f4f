-- What the log of requests says of some instants, which are those of runs.
select
    f.kind,
    f.source,
    f.url,
    f.fetched_at,
    f.payload_sha
from facts.request as f
where f.fetched_at in (select unnest($times::timestamptz[]));
