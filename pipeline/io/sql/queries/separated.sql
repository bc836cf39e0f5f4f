-- Pages that people hold to be two articles, whatever names they share.
select
    p.article_key as a,
    q.article_key as b
from facts.decision as d
inner join facts.article as p on d.a = p.article_id
inner join facts.article as q on d.b = q.article_id
where
    d.kind = 'separate'
    and d.decision_key not in (select u.decision_key from facts.decision_undone as u);
