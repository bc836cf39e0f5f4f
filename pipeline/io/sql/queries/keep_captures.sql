-- Captures after a place, with what was read out of them then; those of one payload next to each other.
select
    c.capture_key,
    c.article_key,
    c.page_key,
    c.captured_at,
    c.recorded_at,
    c.payload_sha,
    c.form,
    c.charset,
    c.origin,
    c.quality,
    c.status,
    c.text_key,
    c.headline,
    c.byline,
    c.agency,
    c.dateline,
    c.language,
    c.wire_first_published_on,
    c.wire_number,
    c.corrections,
    c.kill,
    c.extractor,
    c.extractor_version,
    c.furniture_number,
    a.outlet,
    a.url,
    p.raw as published_raw,
    p.source as published_source,
    p.instant as published_instant,
    p.precision as published_precision,
    p.local_day as published_local_day,
    p.zone as published_zone,
    u.raw as updated_raw,
    u.source as updated_source,
    u.instant as updated_instant,
    u.precision as updated_precision,
    u.local_day as updated_local_day,
    u.zone as updated_zone
from facts.capture as c
inner join facts.article as a on c.article_key = a.article_key
left join facts.claim as p on c.capture_key = p.capture_key and p.kind = 'published'
left join facts.claim as u on c.capture_key = u.capture_key and u.kind = 'updated'
where c.payload_sha > $sha or (c.payload_sha = $sha and c.capture_key > $key)
order by c.payload_sha, c.capture_key
limit $top;
