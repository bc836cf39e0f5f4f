select f.finding_key
from facts.finding as f
where f.subject in (select unnest($subjects::varchar[])) and f.code <> 'forgotten';
