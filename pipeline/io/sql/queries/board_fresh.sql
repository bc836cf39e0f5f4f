select
    (
        select max(r.ended_at) from runs as r
        where r.started_at <= $until
    ) as last_run_at,
    (
        select max(f.fetched_at) from facts.request as f
        where f.fetched_at <= $until
    ) as last_answer_at,
    (
        select count(*) from runs as r
        where r.state = 'failed' and r.started_at >= $since and r.started_at <= $until
    ) as runs_failed;
