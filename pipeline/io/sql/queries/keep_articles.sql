-- All articles, those of one story next to each other.
select
    a.article_key,
    d.current_story
from facts.article as a
left join derived.article as d on a.article_key = d.article_key
where a.article_key in (select c.article_key from facts.capture as c)
order by d.current_story, a.article_key;
