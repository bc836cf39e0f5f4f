select
    h.feed as key,
    h.outlet,
    h.last_ok_at as failing_since,
    concat_ws(': ', h.last_outcome, h.detail) as reason
from feed_health as h
where h.failures_in_a_row > 0
order by h.feed;
