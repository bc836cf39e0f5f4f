-- One step outwards: linked versions, versions of the same article, versions of the same story as it stands.
with frontier as (
    select unnest($keys::bigint[]) as version_key
)

select l.b as version_key from derived.link as l inner join frontier as f on l.a = f.version_key
union
select l.a from derived.link as l inner join frontier as f on l.b = f.version_key
union
select o.version_key
from derived.version as v
inner join frontier as f on v.version_key = f.version_key
inner join derived.version as o on v.article_key = o.article_key
union
select o.version_key
from derived.membership as m
inner join frontier as f on m.version_key = f.version_key
inner join derived.membership as o on m.story_key = o.story_key;
