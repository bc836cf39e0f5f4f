-- How strongly versions are linked: all that grouping asks; of a text that hundreds run, the strongest of each.
select
    l.a,
    l.b,
    l.shared,
    l.in_a,
    l.in_b,
    l.named
from derived.link as l
where l.a in (select unnest($keys::bigint[])) and l.to_day >= $first and l.from_day <= $last
qualify
    l.named is not null
    or row_number() over (partition by l.a order by l.in_a + l.in_b desc, l.b) <= $most
    or row_number() over (partition by l.b order by l.in_a + l.in_b desc, l.a) <= $most;
