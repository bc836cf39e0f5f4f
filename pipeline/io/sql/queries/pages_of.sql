-- Pages with the article they count to; redirects lead to a page that was found under another address.
select
    a.article_key as page_key,
    a.article_id,
    a.recorded_at,
    (
        select any_value(l.article_key) from facts.alias as l
        where l.page_key = a.article_key
    ) as article_key,
    exists(
        select 1 from facts.alias as l
        where l.page_key = a.article_key and l.kind = 'url' and l.alias_key <> a.article_key
    ) as is_target
from facts.article as a
where a.article_key in (select unnest($keys::bigint[]));
