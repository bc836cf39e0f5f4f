-- Texts in which some forms stand at their outlets: one of each story, up to so many, the latest first.
with wanted as (
    select unnest($wanted::struct(outlet varchar, form_key bigint)[], recursive := true)
)

select
    w.outlet,
    w.form_key,
    p.position,
    v.text_key,
    v.headline
from wanted as w
inner join derived.paragraph_form as p on w.form_key = p.form_key
inner join derived.version as v on p.text_key = v.text_key and w.outlet = v.outlet
inner join derived.membership as m on v.version_key = m.version_key
qualify
    row_number() over (
        partition by w.outlet, w.form_key, m.story_key order by v.known_at, v.version_key, p.position
    ) = 1
    and dense_rank() over (partition by w.outlet, w.form_key order by m.story_key desc) <= $top
order by w.outlet, w.form_key, m.story_key;
