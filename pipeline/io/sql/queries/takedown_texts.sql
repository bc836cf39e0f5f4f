-- Texts that only these articles show.
select distinct c.text_key
from facts.capture as c
where
    c.article_key in (select unnest($keys::bigint[]))
    and c.text_key is not null
    and c.text_key not in (
        select o.text_key from facts.capture as o
        where o.text_key is not null and o.article_key not in (select unnest($keys::bigint[]))
    );
