-- Some versions with those of the articles that name theirs as the original or that theirs names, with both's days.
with pages as (
    select distinct
        l.page_key,
        l.article_key
    from facts.alias as l
    where
        l.page_key in (select o.page_key from derived.original as o)
        or l.page_key in (select o.original from derived.original as o)
)

select distinct
    v.version_key as copy,
    w.version_key as original,
    coalesce(floor(epoch(v.appeared_at) / 86400)::integer, $unknown) as day,
    coalesce(floor(epoch(w.appeared_at) / 86400)::integer, $unknown) as original_day
from derived.original as o
inner join pages as p on o.page_key = p.page_key
inner join pages as q on o.original = q.page_key
inner join derived.version as v on p.article_key = v.article_key
inner join derived.version as w on q.article_key = w.article_key
where
    v.version_key in (select unnest($keys::bigint[]))
    or w.version_key in (select unnest($keys::bigint[]));
