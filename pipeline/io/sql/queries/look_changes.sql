select
    c.old_story_id,
    c.new_story_id,
    c.kind,
    c.changed_at,
    c.versions
from story_merges as c
where c.old_story_id = $story_id or c.new_story_id = $story_id
order by c.changed_at, c.old_story_id, c.new_story_id;
