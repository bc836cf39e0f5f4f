-- How late outlets edit: of the articles that were followed for three days, how many there are and the greatest age at
-- which a change of text was found in one. What was first seen long after it was published tells nothing of its youth.
with followed as (
    select
        d.article_key,
        coalesce(least(d.published_at, d.first_seen_at), d.first_seen_at) as born_at
    from derived.article as d
    where
        d.first_seen_at >= $since
        and d.last_checked_at >= coalesce(least(d.published_at, d.first_seen_at), d.first_seen_at) + interval 3 days
        and d.first_seen_at < coalesce(d.published_at, d.first_seen_at) + interval 1 day
)

select
    a.outlet,
    count(distinct f.article_key) as articles,
    max(date_diff('second', f.born_at, v.first_seen_at)) filter (where v.number > 1) as latest_edit_s
from followed as f
inner join facts.article as a on f.article_key = a.article_key
left join derived.version as v on f.article_key = v.article_key
group by a.outlet;
