create or replace view headline_history as
select
    a.article_id,
    a.outlet,
    a.url,
    h.number,
    h.headline,
    h.first_seen_at,
    h.last_seen_at,
    exists(
        select 1 from derived.headline as b
        where b.article_key = h.article_key and b.headline = h.headline and b.number < h.number
    ) as came_back
from derived.headline as h
inner join facts.article as a on h.article_key = a.article_key;

-- One row a change of headline, between two looks; back: to a headline this page had before (A, B, A: often a test of two).
create or replace view headline_changes as
select
    a.article_id,
    a.outlet,
    a.url,
    h.number,
    b.headline as from_headline,
    h.headline as to_headline,
    b.last_seen_at as changed_after,
    h.first_seen_at as changed_at,
    exists(
        select 1 from derived.headline as e
        where e.article_key = h.article_key and e.headline = h.headline and e.number < h.number
    ) as back
from derived.headline as h
inner join derived.headline as b on h.article_key = b.article_key and h.number = b.number + 1
inner join facts.article as a on h.article_key = a.article_key;

create or replace view touches as
select
    a.article_id,
    v.version_id,
    a.outlet,
    a.url,
    t.kind,
    t.touched_at,
    t.old_raw,
    t.new_raw
from derived.touch as t
inner join derived.version as v on t.version_key = v.version_key
inner join facts.article as a on t.article_key = a.article_key;
