-- Pages of other stories that carry a part of this one, and other stories of which its pages carry a part.
select
    'carries' as relation,
    m.outlet,
    m.url,
    m.story_id as other_story_id,
    m.from_position,
    m.to_position,
    m.words,
    m.is_roundup,
    v.headline
from story_mentions as m
inner join versions as v on m.version_id = v.version_id
where m.mentioned_story_id = $story_id
union all
select
    'is carried' as relation,
    m.outlet,
    m.url,
    m.mentioned_story_id as other_story_id,
    m.from_position,
    m.to_position,
    m.words,
    m.is_roundup,
    o.headline
from story_mentions as m
inner join stories as o on m.mentioned_story_id = o.story_id
where m.story_id = $story_id
order by relation, outlet, url, from_position
limit $top;
