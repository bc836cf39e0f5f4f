select
    v.version_id,
    v.outlet,
    v.url,
    v.number,
    v.headline,
    v.byline,
    v.agency,
    v.dateline,
    v.words,
    v.paragraphs,
    v.published_at,
    v.updated_at,
    v.changed_after,
    v.first_seen_at,
    v.last_seen_at,
    v.appeared_at,
    v.story_id,
    v.writethru,
    v.writethru_to
from versions as v
where
    v.url in ($name, $address)
    or v.article_id = $name
    or v.article_id in (
        select l.article_id from aliases as l
        where l.value = $address
    )
    or v.article_id in (
        select m.new_article_id from article_merges as m
        where m.old_article_id = $name
    )
order by v.number;
