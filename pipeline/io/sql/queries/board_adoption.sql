-- Write-throughs that outlets took over, where at least two outlets ran one: how many, how often first, how late.
with taken as (
    select
        w.story_id,
        w.number,
        w.outlet,
        min(w.minutes_behind) as minutes_behind,
        bool_or(w.is_first) as is_first,
        count(*) over (partition by w.story_id, w.number) as outlets
    from writethru_adoption as w
    where w.role = 'outlet' and w.certain and w.first_run_at >= $since and w.first_run_at <= $until
    group by w.story_id, w.number, w.outlet
)

select
    t.outlet,
    count(*) as taken,
    count(*) filter (where t.is_first) as first,
    median(t.minutes_behind) filter (where not t.is_first) as median_minutes
from taken as t
where t.outlets > 1
group by t.outlet
order by taken desc, t.outlet asc
limit $top;
