select
    f.source as feed,
    max(f.fetched_at) as last_fetched_at,
    arg_max(f.etag, f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as etag,
    arg_max(f.last_modified, f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as last_modified,
    arg_max(f.outcome, f.fetched_at) as last_outcome,
    count(*) as polls
from facts.request as f
where f.kind = 'feed'
group by f.source;
