-- What the log of requests says of some payloads.
select
    f.kind,
    f.source,
    f.url,
    f.fetched_at,
    f.payload_sha
from facts.request as f
where f.payload_sha in (select unnest($shas::varchar[]));
