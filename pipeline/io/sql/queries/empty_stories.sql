select s.story_key
from derived.story as s
where
    s.story_key in (select unnest($keys::bigint[]))
    and s.story_key not in (select m.story_key from derived.membership as m);
