select
    d.disposition,
    count(*) as items
from dispositions as d
where $since is null or d.seen_at >= $since
group by d.disposition
order by items desc, d.disposition asc;
