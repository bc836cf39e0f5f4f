-- What was seen at the addresses of some pages: captures, looks that were answered "not modified", and looks that were
-- led to another page of the outlet (led: to any other address; what was captured then tells to what).
with pages as (
    select
        a.article_key as page_key,
        a.url
    from facts.article as a
    where a.article_key in (select unnest($keys::bigint[]))
)

select
    c.page_key,
    c.captured_at as seen_at,
    if(coalesce(c.status, 200) in (404, 410), 'not-found', c.quality) as quality,
    coalesce(c.status, 200) as status,
    c.text_key,
    c.headline,
    l.instant as published_at
from facts.capture as c
inner join pages as p on c.page_key = p.page_key
left join facts.claim as l
    on c.capture_key = l.capture_key and l.kind = 'published' and l.precision <> 'day'
union all
select
    p.page_key,
    f.fetched_at as seen_at,
    'article' as quality,
    200 as status,
    null as text_key,
    null as headline,
    null as published_at
from facts.request as f
inner join pages as p on f.url = p.url
where f.kind = 'page' and f.outcome = 'not-modified'
union all
select
    p.page_key,
    f.fetched_at as seen_at,
    'led' as quality,
    200 as status,
    null as text_key,
    null as headline,
    null as published_at
from facts.request as f
inner join pages as p on f.url = p.url
where f.kind = 'page' and f.outcome = 'ok' and f.final_url <> f.url
union all
select
    p.page_key,
    c.captured_at as seen_at,
    'led-away' as quality,
    200 as status,
    null as text_key,
    null as headline,
    null as published_at
from facts.capture as c
inner join pages as p on c.origin = p.url and c.page_key <> p.page_key
where c.quality in ('article', 'live', 'stub', 'index') and coalesce(c.status, 200) < 400;
