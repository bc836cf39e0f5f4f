update derived.article
set current_story = m.story_key
from derived.membership as m
where
    derived.article.current_version = m.version_key
    and m.version_key in (select unnest($keys::bigint[]));
