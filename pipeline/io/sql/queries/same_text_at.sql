select
    v.article_key,
    s.grams,
    count(*) as shared
from derived.gram as g
inner join derived.sketch as s on g.version_key = s.version_key
inner join derived.version as v on g.version_key = v.version_key
inner join facts.article as a on v.article_key = a.article_key
where
    g.gram in (select unnest($grams::bigint[]))
    and a.outlet = $outlet
group by v.article_key, g.version_key, s.grams
order by shared desc, v.article_key asc;
