select distinct
    c.page_key,
    c.text_key
from facts.capture as c
where
    c.page_key in (select unnest($keys::bigint[]))
    and c.text_key is not null;
