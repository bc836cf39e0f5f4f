-- Paragraphs that recur over an outlet's stories: those taken for furniture, those people decided about, and those that
-- something speaks against (`verdict` says what). Counts are as of the latest `maintain`; `taken_out` counts versions.
create or replace view learned_furniture as
with listed as (
    select
        c.outlet,
        c.form_key,
        any_value(c.furniture_id) as furniture_id,
        any_value(c.form) as form,
        arg_max(c.is_furniture, c.number) as is_furniture,
        arg_max(c.reason, c.number) as reason,
        max(c.changed_at) as changed_at,
        min(c.changed_at) filter (where c.is_furniture) as learned_at
    from facts.furniture_change as c
    group by c.outlet, c.form_key
),

said as (
    select
        w.outlet,
        w.form_key,
        arg_max(w, (w.said_at, w.word_key)) as latest
    from facts.furniture_word as w
    group by w.outlet, w.form_key
),

removed as (
    select
        v.outlet,
        r.form_key,
        count(distinct v.version_key) as versions
    from derived.removed_form as r
    inner join derived.version as v on r.text_key = v.text_key and r.outlet = v.outlet
    group by v.outlet, r.form_key
),

known as (
    select
        coalesce(l.outlet, r.outlet) as outlet,
        coalesce(l.form_key, r.form_key) as form_key,
        coalesce(l.form, r.form) as form,
        coalesce(l.furniture_id, r.furniture_id) as furniture_id,
        coalesce(l.is_furniture, false) as is_furniture,
        l.changed_at,
        l.learned_at,
        coalesce(r.example, l.form) as example,
        coalesce(r.verdict, l.reason) as verdict,
        r.articles,
        r.stories,
        r.of_stories,
        r.shared,
        r.alone,
        r.of_alone,
        r.other_outlets,
        r.first_seen_at,
        r.last_seen_at
    from listed as l
    full join derived.recurring as r on l.outlet = r.outlet and l.form_key = r.form_key
)

select
    k.furniture_id,
    k.outlet,
    case
        when nullif(s.latest.word, 'undo') is not null then if(s.latest.word = 'keep', 'kept', 'dropped')
        when k.is_furniture then 'learned'
        when k.learned_at is not null then 'unlearned'
        else 'candidate'
    end as state,
    k.form,
    k.example,
    k.verdict,
    k.articles,
    k.stories,
    k.of_stories,
    k.shared as shared_stories,
    k.alone as alone_stories,
    k.of_alone as of_alone_stories,
    k.other_outlets,
    k.first_seen_at,
    k.last_seen_at,
    k.learned_at,
    k.changed_at,
    k.form_key,
    coalesce(m.versions, 0) as taken_out,
    nullif(s.latest.word, 'undo') as word,
    s.latest.said_by,
    s.latest.reason as said_reason,
    s.latest.said_at
from known as k
left join said as s on k.outlet = s.outlet and k.form_key = s.form_key
left join removed as m on k.outlet = m.outlet and k.form_key = m.form_key;
