-- Answers of feeds from the first to the last sight of an entry.
select distinct f.payload_sha
from facts.request as f
where
    f.kind in ('feed', 'feed-part') and f.payload_sha is not null
    and f.source = $feed and f.fetched_at between $since and $until;
