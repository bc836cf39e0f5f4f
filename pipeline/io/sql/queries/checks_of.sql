select
    f.article_key,
    f.fetched_at,
    f.outcome = 'not-modified' as answered
from facts.request as f
where
    f.article_key in (select unnest($keys::bigint[]))
    and f.kind = 'page'
    and f.outcome not in ('ok', 'gone', 'not-due');
