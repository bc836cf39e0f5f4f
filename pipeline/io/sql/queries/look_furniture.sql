select
    f.furniture_id,
    f.outlet,
    f.state,
    f.example,
    f.verdict,
    f.articles,
    f.stories,
    f.of_stories,
    f.shared_stories,
    f.other_outlets,
    f.first_seen_at,
    f.last_seen_at,
    f.learned_at,
    f.taken_out,
    f.word,
    f.said_by,
    f.said_at,
    f.said_reason
from learned_furniture as f
where ($outlet is null or f.outlet = $outlet) and ($everything or f.state <> 'candidate')
order by f.outlet asc, f.state = 'candidate' asc, f.stories desc, f.furniture_id asc;
