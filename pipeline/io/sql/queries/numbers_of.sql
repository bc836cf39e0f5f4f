select
    m.version_key,
    m.writethru,
    m.writethru_to,
    (
        select count(*) from facts.renumbering as r
        where r.version_key = m.version_key
    ) as renumberings
from derived.membership as m
where m.version_key in (select unnest($keys::bigint[])) and m.writethru is not null;
