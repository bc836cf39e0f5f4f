-- Stories that went into another and by whose versions these once stood there; those that live are none.
select
    o.story_key,
    o.story_id,
    o.version_key
from facts.story_left as o
where
    o.story_key in (
        select m.story_key from facts.story_left as m
        where m.version_key in (select unnest($keys::bigint[]))
    )
    and o.story_key not in (select s.story_key from derived.story as s);
