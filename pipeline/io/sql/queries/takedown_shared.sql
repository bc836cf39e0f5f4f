-- Those of some payloads that other pages brought as well (the same bytes), or that hold other items.
select distinct c.payload_sha
from facts.capture as c
where
    c.payload_sha in (select unnest($shas::varchar[]))
    and c.article_key not in (select unnest($keys::bigint[]))
union
select distinct f.payload_sha
from facts.request as f
where
    f.payload_sha in (select unnest($shas::varchar[]))
    and f.kind not in ('feed', 'feed-part')
    and coalesce(f.article_key not in (select unnest($keys::bigint[])), true)
    and f.url not in (select unnest($links::varchar[]));
