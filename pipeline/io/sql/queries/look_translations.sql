select
    t.other_story_id as story_id,
    t.other_language as language,
    t.other_agency as agency,
    coalesce(t.other_headline, '') as headline,
    t.other_outlets as outlets,
    t.minutes_apart,
    t.other_corrections as corrections,
    t.evidence
from translations as t
where t.story_id = $story_id
order by t.other_language, t.other_story_id;
