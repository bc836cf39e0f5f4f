-- Since when each article of a story has run each write-through.
select
    w.url,
    w.number,
    w.first_run_at
from writethru_adoption as w
where w.story_id = $story_id and w.first_run_at is not null and w.url is not null;
