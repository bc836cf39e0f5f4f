select s.story_id
from derived.story as s
where s.story_id in (select unnest($ids::varchar[]))
union
select c.old_story_id
from facts.story_change as c
where c.old_story_id in (select unnest($ids::varchar[]));
