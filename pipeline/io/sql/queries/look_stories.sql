select
    s.story_id,
    s.agency,
    s.headline,
    s.first_published_at,
    s.last_changed_at,
    s.outlets,
    s.articles,
    s.versions,
    s.writethrus,
    s.language
from stories as s
where
    s.outlets >= $outlets
    and ($agency is null or s.agency = $agency)
    and ($since is null or s.last_changed_at >= $since)
order by s.last_changed_at desc nulls last, s.story_id asc
limit $top;
