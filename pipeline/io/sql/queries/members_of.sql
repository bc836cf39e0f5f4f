-- Versions as story matching sees them. Narrow columns say first where the rows stand: a look-up by keys lets
-- thousands of other rows through its sieve, and unpacking the bodies of those would cost most of all.
with mine as materialized (
    select
        v.rowid as place,
        v.article_key,
        v.text_key
    from derived.version as v
    where v.version_key in (select unnest($keys::bigint[]))
),

places as materialized (
    select
        m.place,
        t.rowid as text_place,
        a.rowid as article_place,
        d.rowid as state_place
    from mine as m
    inner join facts.text as t on m.text_key = t.text_key
    inner join facts.article as a on m.article_key = a.article_key
    inner join derived.article as d on m.article_key = d.article_key
)

select
    v.version_key,
    v.article_key,
    v.version_id,
    a.article_id,
    a.outlet,
    a.url,
    v.number,
    t.body,
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
from places as p
inner join derived.version as v on p.place = v.rowid
inner join facts.text as t on p.text_place = t.rowid
inner join facts.article as a on p.article_place = a.rowid
inner join derived.article as d on p.state_place = d.rowid
left join facts.outlet as o on a.outlet = o.name;
