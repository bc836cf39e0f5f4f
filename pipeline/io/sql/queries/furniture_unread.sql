-- Texts whose paragraphs are not counted yet.
select
    t.text_key,
    t.body
from facts.text as t
where t.text_key not in (select p.text_key from derived.paragraph_form as p)
order by t.text_key
limit $top;
