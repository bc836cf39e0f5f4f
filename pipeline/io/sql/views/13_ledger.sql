create or replace view runs as
select
    run_id,
    kind,
    started_at,
    ended_at,
    state,
    items,
    articles_new,
    versions_new,
    stories_moved,
    detail
from facts.run;

create or replace view fetches as
select
    r.run_id,
    f.kind,
    f.source,
    f.url,
    f.final_url,
    f.outlet,
    a.article_id,
    f.fetched_at,
    f.status,
    f.outcome,
    f.bytes,
    f.elapsed_ms,
    f.etag,
    f.last_modified,
    f.payload_sha,
    f.entries,
    f.detail,
    f.site,
    f.asked_at,
    f.retry_after,
    f.crawl_delay,
    f.http_version,
    f.content_type,
    f.wire_bytes,
    f.opt_out,
    f.opt_out_override
from facts.request as f
inner join facts.run as r on f.run_key = r.run_key
left join facts.article as a on f.article_key = a.article_key;

create or replace view findings as
select
    r.run_id,
    f.seen_at,
    f.code,
    f.severity,
    f.subject,
    f.message
from facts.finding as f
inner join facts.run as r on f.run_key = r.run_key;

create or replace view dispositions as
select
    r.run_id,
    d.item,
    d.outlet,
    a.article_id,
    d.disposition,
    d.seen_at
from facts.disposition as d
inner join facts.run as r on d.run_key = r.run_key
left join facts.article as a on d.article_key = a.article_key;
