-- How much is stored of some articles.
select
    (
        select count(*) from facts.capture as c
        where c.article_key in (select unnest($keys::bigint[]))
    ) as captures,
    (
        select count(*) from derived.version as v
        where v.article_key in (select unnest($keys::bigint[]))
    ) as versions,
    (
        select count(*) from derived.headline as h
        where h.article_key in (select unnest($keys::bigint[]))
    ) as headlines;
