-- What came of asking sites for their robots.txt and tdmrep.json: each different answer with its last time.
select
    f.url,
    f.outcome,
    f.status,
    f.payload_sha,
    max(f.asked_at) as asked_at,
    arg_max(f.site, f.asked_at) as site,
    arg_max(f.crawl_delay, f.asked_at) as crawl_delay,
    arg_max(f.detail, f.asked_at) as detail
from facts.request as f
where
    f.kind in ('robots', 'tdmrep')
    and f.asked_at between $since and $until
group by f.url, f.outcome, f.status, f.payload_sha
order by asked_at;
