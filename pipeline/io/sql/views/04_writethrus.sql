create or replace view writethrus as
select
    s.story_id,
    w.number,
    w.basis,
    w.wire_number,
    w.attested_outlets,
    w.first_seen_at,
    w.first_outlet,
    w.words,
    w.headline
from derived.writethru as w
inner join derived.story as s on w.story_key = s.story_key;
