-- Sites that said Retry-After, and until when they want rest.
select
    f.site,
    max(f.asked_at + to_seconds(f.retry_after)) as rests_until
from facts.request as f
where
    f.retry_after > 0
    and f.status in (429, 503)
    and f.asked_at between $since and $until
group by f.site
having max(f.asked_at + to_seconds(f.retry_after)) > $now;
