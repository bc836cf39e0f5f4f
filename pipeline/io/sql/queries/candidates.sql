-- Versions that share sampled grams with the given ones and appeared on days near theirs, or on no known day; a
-- pair stands once, smaller key first. Both ways round if both were given: each shared gram is met twice then.
-- What two samples share is set against the smaller of them at the coarser of their rates, of which the finer one
-- holds all; a pair that shares less may still be a text and a brief of its lead.
with mine as (
    select
        g.gram,
        g.in_lead,
        g.version_key
    from derived.gram as g
    where
        g.day between $first_day and $last_day
        and g.version_key in (select unnest($keys::bigint[]))
),

met as (
    select
        m.version_key as mine,
        o.version_key as other,
        count(*) as shared,
        count(*) filter (where m.in_lead) as of_mine,
        count(*) filter (where o.in_lead) as of_other
    from derived.gram as o
    inner join mine as m on o.gram = m.gram and o.version_key <> m.version_key
    where o.day between $from_day and $to_day or o.day = $unknown
    group by 1, 2
    having shared >= $least
)

select distinct
    least(m.mine, m.other) as a,
    greatest(m.mine, m.other) as b,
    m.shared,
    if(m.mine < m.other, s.grams, o.grams) as size_a,
    if(m.mine < m.other, o.grams, s.grams) as size_b,
    if(m.mine < m.other, s.day, o.day) as day_a,
    if(m.mine < m.other, o.day, s.day) as day_b
from met as m
inner join derived.sketch as s on m.mine = s.version_key
inner join derived.sketch as o on m.other = o.version_key
where
    s.day between $first_day and $last_day
    and (o.day between $from_day and $to_day or o.day = $unknown)
    and (
        m.shared >= $share * least(s.grams * s.rate, o.grams * o.rate) / greatest(s.rate, o.rate)
        or m.of_mine >= $of_lead
        or m.of_other >= $of_lead
    );
