-- The pages that showed the texts of some versions.
select distinct
    v.version_key,
    c.page_key
from derived.version as v
inner join facts.capture as c on v.article_key = c.article_key and v.text_key = c.text_key
where v.version_key in (select unnest($keys::bigint[]));
