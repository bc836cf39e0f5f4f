-- Some payloads: the newest ones, and others spread over the rest.
(
    select c.payload_sha
    from facts.capture as c
    group by c.payload_sha
    order by max(c.recorded_at) desc, c.payload_sha
    limit $newest
)
union
(
    select c.payload_sha
    from facts.capture as c
    group by c.payload_sha
    order by hash(c.payload_sha, $seed)
    limit $others
);
