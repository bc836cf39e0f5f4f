select
    p.from_version,
    p.to_version
from version_pairs as p
where p.story_id = $story_id
order by p.from_version, p.to_version, p.relation;
