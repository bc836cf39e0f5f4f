-- What a window brought: by when a text appeared, else by when we first saw it.
select
    count(distinct m.story_key) as stories,
    count(*) filter (where v.number = 1) as articles,
    count(*) filter (where v.number > 1) as changed,
    (
        select count(*) from corrections as c
        where c.seen_at >= $since and c.seen_at <= $until
    ) as corrections,
    (
        select count(*) from kills as k
        where k.seen_at >= $since and k.seen_at <= $until
    ) as kills
from derived.version as v
left join derived.membership as m on v.version_key = m.version_key
where coalesce(v.appeared_at, v.first_seen_at) >= $since and coalesce(v.appeared_at, v.first_seen_at) <= $until;
