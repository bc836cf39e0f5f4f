select
    t.text_key,
    t.content_hash,
    t.words
from facts.text as t
where t.text_key in (select unnest($keys::bigint[]));
