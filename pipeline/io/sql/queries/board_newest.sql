-- The first text of a story's newest write-through, and of the one before it.
select
    w.number,
    w.first_version_id
from writethrus as w
where w.story_id = $story_id and w.first_version_id is not null
order by w.number desc
limit 2;
