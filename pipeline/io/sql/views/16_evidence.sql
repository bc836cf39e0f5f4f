-- Why two versions are held to be one story: what they share, and what speaks for or against it, earlier to later.
-- A statement that either side lacks (agency, byline, dateline, the wire's day) is null: it neither agrees nor differs.
create or replace view story_evidence as
with ends as (
    select
        l.*,
        ma.story_key,
        a.version_id as id_a,
        b.version_id as id_b,
        pa.outlet as outlet_a,
        pb.outlet as outlet_b,
        pa.url as url_a,
        pb.url as url_b,
        a.article_key = b.article_key as same_article,
        (coalesce(a.appeared_at, 'infinity'::timestamptz), pa.outlet, pa.url, a.number)
        <= (coalesce(b.appeared_at, 'infinity'::timestamptz), pb.outlet, pb.url, b.number) as in_order,
        t.body
    from derived.link as l
    inner join derived.membership as ma on l.a = ma.version_key
    inner join derived.membership as mb on l.b = mb.version_key and ma.story_key = mb.story_key
    inner join derived.version as a on l.a = a.version_key
    inner join derived.version as b on l.b = b.version_key
    inner join facts.article as pa on a.article_key = pa.article_key
    inner join facts.article as pb on b.article_key = pb.article_key
    inner join facts.text as t on a.text_key = t.text_key
)

select
    s.story_id,
    if(e.in_order, e.id_a, e.id_b) as from_version,
    if(e.in_order, e.id_b, e.id_a) as to_version,
    if(e.in_order, e.outlet_a, e.outlet_b) as from_outlet,
    if(e.in_order, e.outlet_b, e.outlet_a) as to_outlet,
    if(e.in_order, e.url_a, e.url_b) as from_url,
    if(e.in_order, e.url_b, e.url_a) as to_url,
    e.same_article,
    if(e.in_order, e.in_a, e.in_b) as share_of_from,
    if(e.in_order, e.in_b, e.in_a) as share_of_to,
    e.shared_words,
    e.passage_words,
    -- the passage's first 30 words, without their punctuation; it may begin a few words early or late
    array_to_string(
        list_slice(
            regexp_extract_all(
                regexp_replace(e.body, '[''’]', '', 'g'), '[\p{L}\p{M}\p{N}_]+(?:[.,][0-9]+)*'
            ),
            e.passage_from + 1,
            e.passage_from + least(e.passage_words, 30)
        ),
        ' '
    ) as passage,
    e.minutes_apart,
    e.same_agency,
    e.same_byline,
    e.same_dateline,
    e.same_wire_day,
    e.shared_figures,
    e.shared_names,
    -- the page that the other one names as its original: its canonical leads there, from another host
    case e.named when 'a' then e.url_a when 'b' then e.url_b end as canonical_names
from ends as e
inner join derived.story as s on e.story_key = s.story_key;
