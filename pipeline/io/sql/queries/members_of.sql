-- Versions as story matching sees them, without their bodies: see texts_by_key.
select
    v.version_key,
    v.article_key,
    v.version_id,
    a.article_id,
    a.outlet,
    a.url,
    v.number,
    t.words,
    v.headline,
    o.role,
    o.owner,
    v.agency,
    v.byline,
    v.dateline,
    v.language,
    v.appeared_at,
    v.first_seen_at,
    v.local_day,
    v.wire_first_published_on,
    v.corrections,
    v.wire_number,
    d.last_checked_at,
    d.unreachable,
    d.current_version = v.version_key as is_current,
    d.status,
    v.text_key,
    case when d.status = 'killed' then d.killed_at end as killed_at,
    coalesce(d.kill_reason, '') as kill_reason
from derived.version as v
inner join facts.text as t on v.text_key = t.text_key
inner join facts.article as a on v.article_key = a.article_key
inner join derived.article as d on v.article_key = d.article_key
left join facts.outlet as o on a.outlet = o.name
where v.version_key in (select unnest($keys::bigint[]));
