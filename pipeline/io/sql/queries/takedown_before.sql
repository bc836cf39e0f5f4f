-- What was forgotten before under this name.
select distinct
    f.forgotten_key,
    f.forgotten_id,
    f.name,
    f.url,
    f.outlet,
    f.article_id,
    f.forgotten_at,
    f.finished_at
from facts.forgotten as f
left join facts.forgotten_name as n on f.forgotten_key = n.forgotten_key
where f.name = $name or f.article_id = $name or f.forgotten_id = $name or (n.kind = 'link' and n.value in ($name, $address))
order by f.forgotten_at;
