select distinct
    c.page_key,
    t.body
from facts.capture as c
inner join facts.text as t on c.text_key = t.text_key
where c.page_key in (select unnest($keys::bigint[]))
order by c.page_key, t.body;
