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
where s.story_id = $story_id;
