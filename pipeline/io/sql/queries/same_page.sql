-- All versions of the articles that some versions are of, with their days.
select distinct
    o.version_key,
    coalesce(floor(epoch(o.appeared_at) / 86400)::integer, $unknown) as day
from derived.version as v
inner join derived.version as o on v.article_key = o.article_key
where v.version_key in (select unnest($keys::bigint[]));
