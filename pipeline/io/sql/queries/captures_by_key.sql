-- Some captures, with what it takes to read their payloads again.
select
    c.capture_key,
    c.page_key,
    c.captured_at,
    c.recorded_at,
    c.payload_sha,
    c.form,
    c.charset,
    c.origin,
    c.status,
    c.headline,
    c.furniture_number,
    a.outlet,
    a.url
from facts.capture as c
inner join facts.article as a on c.article_key = a.article_key
where c.capture_key in (select unnest($keys::bigint[]));
