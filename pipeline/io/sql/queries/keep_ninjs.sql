-- Every version with what a news item says of itself.
select
    v.version_id,
    v.article_id,
    v.outlet,
    v.url,
    v.number,
    v.headline,
    v.byline,
    v.agency,
    v.dateline,
    v.body,
    v.language,
    v.words,
    v.published_at,
    v.updated_at,
    v.appeared_at,
    v.first_seen_at,
    v.story_id,
    v.writethru,
    v.writethru_to,
    v.content_hash,
    a.status,
    d.wire_number,
    d.corrections
from versions as v
inner join articles as a on v.article_id = a.article_id
inner join derived.version as d on v.version_id = d.version_id
order by v.article_id, v.number;
