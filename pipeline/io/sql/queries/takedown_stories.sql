select distinct s.story_id
from derived.version as v
inner join derived.membership as m on v.version_key = m.version_key
inner join derived.story as s on m.story_key = s.story_key
where v.article_key in (select unnest($keys::bigint[]))
order by s.story_id;
