create or replace view runs as
select
    run_key as run_id,
    kind,
    started_at,
    ended_at,
    state,
    items,
    articles_new,
    versions_new,
    stories_moved,
    detail
from facts.run;

create or replace view fetches as
select
    f.run_key as run_id,
    f.kind,
    f.source,
    f.url,
    f.final_url,
    f.outlet,
    a.article_id,
    f.fetched_at,
    f.status,
    f.outcome,
    f.bytes,
    f.elapsed_ms,
    f.etag,
    f.last_modified,
    f.payload_sha,
    f.entries,
    f.detail
from facts.request as f
left join facts.article as a on f.article_key = a.article_key;

create or replace view findings as
select
    run_key as run_id,
    seen_at,
    code,
    severity,
    subject,
    message
from facts.finding;

create or replace view dispositions as
select
    d.run_key as run_id,
    d.item,
    d.outlet,
    a.article_id,
    d.disposition,
    d.seen_at
from facts.disposition as d
left join facts.article as a on d.article_key = a.article_key;

create or replace view story_merges as
select
    old_story_id,
    new_story_id,
    kind,
    changed_at,
    run_key as run_id,
    versions
from facts.story_change;

create or replace view story_mentions as
select
    s.story_id,
    o.story_id as mentioned_story_id,
    m.from_position,
    m.to_position
from derived.mention as m
inner join derived.story as s on m.story_key = s.story_key
inner join derived.story as o on m.mentioned_story = o.story_key;
