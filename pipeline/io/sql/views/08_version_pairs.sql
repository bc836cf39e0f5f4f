create or replace view version_pairs as
select
    f.version_id as from_version,
    t.version_id as to_version,
    p.relation,
    p.minutes_apart,
    p.unchanged,
    p.edited,
    p.moved,
    p.added,
    p.removed,
    p.headline_changed,
    p.weight,
    s.story_id,
    p.verbs,
    p.update_note
from derived.pair as p
inner join derived.version as f on p.from_version = f.version_key
inner join derived.version as t on p.to_version = t.version_key
left join derived.membership as m on p.to_version = m.version_key
left join derived.story as s on m.story_key = s.story_key;
