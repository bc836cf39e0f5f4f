-- Findings by code, the worst first, each with its latest.
select
    f.code,
    f.severity,
    count(*) as count,
    count(distinct f.subject) as subjects,
    max(f.seen_at) as last_seen_at,
    arg_max(f.subject, (f.seen_at, f.subject)) as subject,
    arg_max(f.message, (f.seen_at, f.subject)) as message,
    count(*) over () as total
from facts.finding as f
where f.seen_at >= $since and f.seen_at <= $until
group by f.code, f.severity
order by f.severity = 'error' desc, f.severity = 'warning' desc, count desc, f.code asc
limit $top;
