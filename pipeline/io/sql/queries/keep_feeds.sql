select
    h.feed,
    h.failures_in_a_row,
    h.last_outcome,
    h.last_ok_at
from feed_health as h
order by h.feed;
