select
    d.disposition,
    count(*) as items
from facts.disposition as d
where d.seen_at >= $since and d.seen_at <= $until
group by d.disposition
order by items desc, d.disposition asc;
