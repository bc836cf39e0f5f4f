-- Feeds asked since $since: their health, what their answers weigh, and whether their ETags tell the truth.
-- A lag counts texts that appeared after the outlet was first asked: what stood there before was not ours to see.
with answers as (
    select
        f.source as feed,
        f.bytes,
        f.etag,
        f.payload_sha,
        lag(f.payload_sha) over polled as former_payload,
        lag(f.etag) over polled as former_etag
    from facts.request as f
    where f.kind = 'feed' and f.outcome = 'ok' and f.payload_sha is not null and f.fetched_at >= $since
    window polled as (partition by f.source order by f.fetched_at)
),

told as (
    select
        a.feed,
        sum(a.bytes) as bytes,
        count(*) filter (where a.payload_sha = a.former_payload) as repeated,
        count(*) filter (where a.etag = a.former_etag and a.payload_sha <> a.former_payload) as same_tag
    from answers as a
    group by a.feed
),

asked as (
    select
        f.outlet,
        min(f.fetched_at) as first_at
    from facts.request as f
    group by f.outlet
),

lags as (
    select
        a.outlet,
        median(date_diff('second', v.appeared_at, v.first_seen_at) / 60.0) as p50_minutes,
        quantile_cont(date_diff('second', v.appeared_at, v.first_seen_at) / 60.0, 0.95) as p95_minutes
    from derived.version as v
    inner join facts.article as a on v.article_key = a.article_key
    inner join asked as q on a.outlet = q.outlet and v.appeared_at >= q.first_at
    where v.first_seen_at is not null and v.first_seen_at >= $since
    group by a.outlet
)

select
    h.feed,
    h.outlet,
    h.url,
    h.polls,
    h.good_polls,
    h.not_modified,
    h.failures_in_a_row,
    h.last_fetched_at,
    h.last_ok_at,
    h.last_outcome,
    h.last_status,
    h.entries,
    h.interval_minutes,
    h.retired_at,
    coalesce(h.detail, '') as detail,
    coalesce(t.bytes, 0) as bytes,
    coalesce(t.repeated, 0) as repeated,
    coalesce(t.same_tag, 0) as same_tag,
    l.p50_minutes,
    l.p95_minutes
from feed_health as h
left join told as t on h.feed = t.feed
left join lags as l on h.outlet = l.outlet
where h.last_fetched_at >= $since
order by h.failures_in_a_row > 0 desc, h.last_ok_at asc nulls first, h.feed asc;
