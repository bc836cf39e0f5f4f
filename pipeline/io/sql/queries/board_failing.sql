select
    h.feed,
    h.outlet,
    h.url,
    h.last_ok_at as since,
    h.failures_in_a_row as failures,
    concat_ws(': ', h.last_outcome, h.detail) as reason
from feed_health as h
where h.failures_in_a_row > 0 and h.last_fetched_at >= $since
order by h.failures_in_a_row desc, h.feed asc
limit $top;
