-- All pages that count to some articles.
select l.page_key
from facts.alias as l
where l.article_key in (select unnest($keys::bigint[]))
union
select a.article_key as page_key
from facts.article as a
where a.article_key in (select unnest($keys::bigint[]));
