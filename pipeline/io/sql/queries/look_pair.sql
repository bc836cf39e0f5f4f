select
    p.relation,
    p.minutes_apart
from version_pairs as p
where p.from_version = $older and p.to_version = $newer;
