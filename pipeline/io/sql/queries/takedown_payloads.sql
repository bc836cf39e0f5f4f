-- Payloads that looks at some pages brought.
select c.payload_sha
from facts.capture as c
where c.article_key in (select unnest($keys::bigint[]))
union
select f.payload_sha
from facts.request as f
where
    f.payload_sha is not null and f.kind = 'page'
    and (f.article_key in (select unnest($keys::bigint[])) or f.url in (select unnest($links::varchar[])));
