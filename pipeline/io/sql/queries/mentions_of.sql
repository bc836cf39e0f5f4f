-- What is carried by some versions, in the order of the record's fields.
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
where
    m.host in (select unnest($keys::bigint[]))
    and m.to_day >= $first
    and m.from_day <= $last;
