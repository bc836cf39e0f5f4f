-- What is carried by these versions, by those that carry a part of them, and by those linked with them.
with mine as (
    select unnest($keys::bigint[]) as version_key
),

near as (
    select version_key from mine
    union
    select m.host from derived.mention as m inner join mine as k on m.guest = k.version_key
    union
    select l.a from derived.link as l inner join mine as k on l.b = k.version_key
    union
    select l.b from derived.link as l inner join mine as k on l.a = k.version_key
)

select
    m.host,
    m.guest,
    m.from_position,
    m.to_position,
    m.words,
    m.in_host,
    m.in_guest,
    m.unsure,
    m.aside,
    m.first_piece,
    m.last_piece
from derived.mention as m
inner join near as n on m.host = n.version_key
inner join derived.version as v on m.host = v.version_key
inner join derived.version as w on m.guest = w.version_key;
