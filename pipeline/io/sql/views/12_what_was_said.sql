create or replace view claims as
select
    a.article_id,
    a.outlet,
    a.url,
    l.kind,
    l.raw,
    l.source,
    l.instant,
    l.precision,
    l.local_day,
    l.zone,
    min(c.captured_at) as first_seen_at,
    max(c.captured_at) as last_seen_at
from facts.claim as l
inner join facts.capture as c on l.capture_key = c.capture_key
inner join facts.article as a on c.article_key = a.article_key
group by all;

create or replace view furniture as
select
    v.version_id,
    f.position,
    f.text,
    f.rule
from derived.version as v
inner join facts.furniture as f on v.first_capture = f.capture_key;

create or replace view entry_states as
select
    feed,
    guid,
    url,
    headline,
    summary,
    published_raw,
    published_at,
    updated_raw,
    updated_at,
    first_seen_at,
    last_seen_at
from facts.entry_state;

create or replace view captures as
select
    a.article_id,
    v.version_id,
    a.outlet,
    a.url,
    c.captured_at,
    c.recorded_at,
    c.quality,
    c.reason,
    c.status,
    c.headline,
    c.origin,
    c.payload_sha,
    c.extractor,
    c.extractor_version
from facts.capture as c
inner join facts.article as a on c.article_key = a.article_key
left join derived.version as v on c.article_key = v.article_key and c.text_key = v.text_key;

create or replace view aliases as
select
    a.article_id,
    l.outlet,
    l.kind,
    l.value,
    l.recorded_at
from facts.alias as l
inner join facts.article as a on l.article_key = a.article_key;

create or replace view article_merges as
select
    c.old_article_id,
    c.new_article_id,
    c.kind,
    c.reason,
    c.changed_at,
    r.run_id
from facts.article_change as c
inner join facts.run as r on c.run_key = r.run_key;

create or replace view version_moves as
select
    c.old_version_id,
    c.new_version_id,
    c.changed_at,
    r.run_id
from facts.version_change as c
inner join facts.run as r on c.run_key = r.run_key;
