select
    t.other_story_id,
    t.other_language,
    t.other_agency,
    t.other_headline,
    t.other_outlets,
    t.minutes_apart,
    t.other_corrections,
    t.evidence
from translations as t
where t.story_id = $story_id
order by t.other_language, t.other_story_id;
