-- Texts whose paragraphs are not counted yet: keys only, so that no body is unpacked that is not read.
select t.text_key
from facts.text as t
where t.text_key not in (select p.text_key from derived.paragraph_form as p)
order by t.text_key;
