select
    g.page_key,
    g.heir
from derived.gave_way as g
where g.page_key in (select unnest($keys::bigint[]));
