-- Which of some story ids (with their keys) are taken, or were.
select s.story_id
from derived.story as s
where s.story_key in (select unnest($keys::bigint[]))
union all
select c.old_story_id
from facts.story_change as c
where c.old_story_id in (select unnest($ids::varchar[]));
