-- Pairs of versions of one article, at any distance in time; one of each pair is given, smaller key first.
select distinct
    least(v.version_key, o.version_key) as a,
    greatest(v.version_key, o.version_key) as b
from derived.version as v
inner join derived.version as o on v.article_key = o.article_key and v.version_key <> o.version_key
where v.version_key in (select unnest($keys::bigint[]));
