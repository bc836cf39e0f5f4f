select
    f.code,
    f.message,
    f.subject,
    f.severity
from findings as f
where $since is null or f.seen_at >= $since
order by f.severity = 'error' desc, f.severity = 'warning' desc, f.seen_at desc, f.code asc
limit $top;
