create or replace view versions as
select
    v.version_id,
    a.article_id,
    a.outlet,
    a.url,
    v.number,
    v.headline,
    v.byline,
    v.agency,
    v.dateline,
    t.body,
    len(string_split(t.body, chr(10) || chr(10))) as paragraphs,
    v.language,
    t.words,
    v.published_at,
    v.published_source,
    v.updated_at,
    v.updated_source,
    v.changed_after,
    v.first_seen_at,
    v.last_seen_at,
    d.last_checked_at,
    v.appeared_at,
    s.story_id,
    m.writethru,
    m.writethru_to,
    t.content_hash,
    v.wire_first_published_on,
    v.extractor,
    v.extractor_version,
    v.corrections
from derived.version as v
inner join facts.article as a on v.article_key = a.article_key
inner join facts.text as t on v.text_key = t.text_key
left join derived.article as d on v.article_key = d.article_key
left join derived.membership as m on v.version_key = m.version_key
left join derived.story as s on m.story_key = s.story_key;
