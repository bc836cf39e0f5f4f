-- The page of an id or an address, whichever article it counts to.
select
    a.article_key as page_key,
    a.article_id,
    (
        select any_value(l.article_key) from facts.alias as l
        where l.page_key = a.article_key
    ) as article_key
from facts.article as a
where a.article_id = $name or a.url in ($name, $address);
