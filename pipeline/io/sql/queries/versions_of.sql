select
    v.version_key,
    v.article_key,
    v.version_id,
    v.text_key,
    v.appeared_at,
    v.agency,
    v.number,
    v.headline,
    v.wire_number,
    v.byline,
    v.dateline,
    v.language,
    v.wire_first_published_on,
    v.local_day,
    v.corrections
from derived.version as v
where v.article_key in (select unnest($keys::bigint[]));
