-- Versions as story matching sees them, in the order of the record's fields, the text's key where the paragraphs go;
-- times as UTC without saying so. No time is given where any may be.
select
    v.version_key,
    v.article_key,
    v.outlet,
    v.url,
    v.number,
    v.text_key,
    coalesce(v.headline, '') as headline,
    coalesce(o.role, 'outlet') as role,
    v.agency,
    v.byline,
    v.dateline,
    v.language,
    v.appeared_at::timestamp,
    v.wire_first_published_on,
    v.corrections,
    v.wire_number,
    v.last_checked_at::timestamp,
    v.unreachable,
    v.is_current,
    v.status,
    v.first_seen_at::timestamp,
    v.killed_at::timestamp,
    coalesce(v.kill_reason, '') as kill_reason,
    v.local_day,
    o.owner,
    v.words
from derived.version as v
left join facts.outlet as o on v.outlet = o.name
where
    v.version_key in (select unnest($keys::bigint[]))
    and ($since is null or (v.appeared_at >= $since and v.appeared_at < $until));
