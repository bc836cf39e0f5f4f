-- All versions of the stories that some versions stand in, with their days and numbers.
select
    o.version_key,
    coalesce(o.day, $unknown) as day,
    o.story_key,
    s.story_id,
    o.writethru,
    o.writethru_to
from derived.membership as o
left join derived.story as s on o.story_key = s.story_key
where
    o.story_key in (
        select m.story_key from derived.membership as m
        where m.version_key in (select unnest($keys::bigint[]))
    );
