-- A page that gave way to another one of its article says nothing of it any more by being gone.
select
    c.capture_key,
    c.article_key,
    c.captured_at,
    c.recorded_at,
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
left join facts.claim as p on c.capture_key = p.capture_key and p.kind = 'published'
left join facts.claim as u on c.capture_key = u.capture_key and u.kind = 'updated'
where
    c.article_key in (select unnest($keys::bigint[]))
    and not (
        c.page_key <> c.article_key
        and (coalesce(c.status, 200) in (404, 410) or c.quality = 'not-found')
        and c.page_key in (select g.page_key from derived.gave_way as g)
    );
