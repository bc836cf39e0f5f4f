-- Withdrawn stories and what became of them at each article: those first that somebody still runs.
with told as (
    select
        *,
        max(outcome = 'still runs it') over (partition by story_id) as still,
        max(killed_at) over (partition by story_id) as at_last
    from kill_uptake
    where story_id is not null
),

ranked as (
    select
        *,
        dense_rank() over (order by still desc, at_last desc nulls last, story_id asc) as place
    from told
)

select
    r.story_id,
    coalesce(s.headline, '') as headline,
    r.killed_by,
    r.killed_at,
    coalesce(r.reason, '') as reason,
    r.outlet,
    r.url,
    r.outcome,
    r.withdrawn_at,
    r.minutes_to_withdraw,
    r.last_checked_at,
    r.role,
    max(r.place) over () as total
from ranked as r
left join derived.story as s on r.story_id = s.story_id
qualify r.place <= $top
order by r.place asc, r.outlet asc, r.url asc;
