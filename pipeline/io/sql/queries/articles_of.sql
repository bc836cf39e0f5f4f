select
    a.article_key,
    a.article_id,
    a.outlet,
    a.url
from facts.article as a
where a.article_key in (select unnest($keys::bigint[]));
