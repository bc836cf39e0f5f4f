select
    w.number,
    w.basis,
    w.wire_number,
    w.attested_outlets,
    w.first_seen_at,
    w.first_outlet,
    w.words,
    w.headline
from writethrus as w
where w.story_id = $story_id
order by w.number;
