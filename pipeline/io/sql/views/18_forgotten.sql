create or replace view forgotten as
select
    f.forgotten_id,
    f.url,
    f.outlet,
    f.article_id,
    f.why,
    f.forgotten_by,
    f.forgotten_at,
    f.finished_at,
    f.captures,
    f.versions,
    f.texts,
    f.headlines,
    f.entries,
    f.findings,
    f.payloads,
    f.records,
    (
        select list(n.value order by n.value) from facts.forgotten_name as n
        where n.forgotten_key = f.forgotten_key and n.kind = 'link'
    ) as addresses,
    r.run_id
from facts.forgotten as f
inner join facts.run as r on f.run_key = r.run_key;
