-- The stories of some versions, with the house of agencies they are credited to, and when they ran.
select
    s.story_key,
    s.agency,
    coalesce(f.family, s.agency) as family,
    left(s.language, 2) as language,
    min(v.appeared_at) as first_at,
    max(v.appeared_at) as last_at
from derived.membership as m
inner join derived.story as s on m.story_key = s.story_key
inner join derived.version as v on m.version_key = v.version_key
left join facts.agency as f on s.agency = f.name
where m.version_key in (select unnest($keys::bigint[]))
group by s.story_key, s.agency, coalesce(f.family, s.agency), left(s.language, 2);
