-- Texts that appeared in each hour of the window; hours without any, too.
with appeared as (
    select
        time_bucket(interval '1 hour', coalesce(v.appeared_at, v.first_seen_at)) as begins_at,
        count(*) filter (where v.number = 1) as fresh,
        count(*) filter (where v.number > 1) as changed
    from derived.version as v
    where coalesce(v.appeared_at, v.first_seen_at) >= $since and coalesce(v.appeared_at, v.first_seen_at) <= $until
    group by begins_at
)

select
    h.begins_at,
    coalesce(a.fresh, 0) as fresh,
    coalesce(a.changed, 0) as changed
from (
    select unnest(
        generate_series(
            time_bucket(interval '1 hour', $since::timestamptz),
            time_bucket(interval '1 hour', $until::timestamptz),
            interval '1 hour'
        )
    ) as begins_at
) as h
left join appeared as a on h.begins_at = a.begins_at
order by h.begins_at;
