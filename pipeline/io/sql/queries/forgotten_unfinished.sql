select
    f.forgotten_key,
    f.forgotten_id,
    f.name,
    f.forgotten_at
from facts.forgotten as f
where f.finished_at is null
order by f.forgotten_at;
