select
    l.a,
    l.b,
    l.shared,
    l.in_a,
    l.in_b,
    l.passage_words,
    l.shared_words
from derived.link as l
where l.a in (select unnest($keys::bigint[]));
