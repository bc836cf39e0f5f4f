select event_id
from facts.told
where event_id in (select unnest($ids::varchar[]));
