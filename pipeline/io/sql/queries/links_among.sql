-- The verified links among some versions; of a text that hundreds run, the strongest of each are enough.
select
    l.a,
    l.b,
    l.shared,
    l.in_a,
    l.in_b,
    l.passage_words,
    l.shared_words,
    l.minutes_apart,
    l.same_agency,
    l.same_byline,
    l.same_dateline,
    l.same_wire_day,
    l.passage_from,
    l.shared_figures,
    l.shared_names
from derived.link as l
where l.a in (select unnest($keys::bigint[]))
qualify
    row_number() over (partition by l.a order by l.in_a + l.in_b desc, l.b) <= $most
    or row_number() over (partition by l.b order by l.in_a + l.in_b desc, l.a) <= $most;
