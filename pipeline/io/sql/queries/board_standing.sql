-- What is so now. A feed that nobody asked since $since fails no more: it was removed, or nothing runs.
select
    (
        select count(*) from stale_copies as x
        where x.state = 'confirmed'
    ) as stale,
    (
        select count(*) from stale_copies as x
        where x.state = 'confirmed' and x.missing_correction
    ) as wrong,
    (
        select count(*) from stale_copies as x
        where x.state = 'confirmed' and x.missing_kill
    ) as withdrawn,
    (
        select count(*) from feed_health as h
        where h.last_fetched_at >= $since
    ) as feeds,
    (
        select count(*) from feed_health as h
        where h.last_fetched_at >= $since and h.failures_in_a_row > 0
    ) as failing;
