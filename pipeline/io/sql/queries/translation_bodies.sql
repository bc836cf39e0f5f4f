select
    v.version_key,
    t.body
from derived.version as v
inner join facts.text as t on v.text_key = t.text_key
where v.version_key in (select unnest($keys::bigint[]));
