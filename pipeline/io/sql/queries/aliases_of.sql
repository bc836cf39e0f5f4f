select
    l.alias_key,
    l.article_key
from facts.alias as l
where l.alias_key in (select unnest($keys::bigint[]));
