select
    m.version_key,
    m.story_key,
    s.story_id
from derived.membership as m
inner join derived.story as s on m.story_key = s.story_key
where m.version_key in (select unnest($keys::bigint[]));
