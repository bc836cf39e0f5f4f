-- One version: by its id, or the current one of an address or article.
select
    v.version_id,
    v.article_id,
    v.outlet,
    v.url,
    v.number,
    v.appeared_at,
    coalesce(v.headline, '') as headline,
    v.byline,
    v.agency,
    v.body,
    v.story_id,
    v.corrections,
    o.timezone
from versions as v
left join facts.outlet as o on v.outlet = o.name
where
    v.version_id = $name
    or v.version_id in (
        select m.new_version_id from version_moves as m
        where m.old_version_id = $name
    )
    or v.article_id = $name
    or v.url in ($name, $address)
    or v.article_id in (
        select l.article_id from aliases as l
        where l.value = $address
    )
    or v.article_id in (
        select m.new_article_id from article_merges as m
        where m.old_article_id = $name
    )
order by v.version_id = $name desc, v.number desc
limit 1;
