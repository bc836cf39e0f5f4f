-- The charset that came with a payload and does not stand in it (the server's Content-Type): without it a page may be
-- read again as another text. Of captures by polls the request has it; a file that was imported has told none.
alter table facts.capture add column charset varchar;
update facts.capture as c
set
    charset = r.charset
from (
    select
        payload_sha,
        url,
        fetched_at,
        max(nullif(lower(regexp_extract(content_type, '(?i);\s*charset\s*=\s*["'']?([^\s;"'']+)', 1)), '')) as charset
    from facts.request
    where kind = 'page' and payload_sha is not null and content_type is not null
    group by all
) as r
where c.payload_sha = r.payload_sha and c.captured_at = r.fetched_at and c.origin = r.url and r.charset is not null;
