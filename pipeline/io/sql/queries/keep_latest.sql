select max(r.started_at) as recorded_at
from facts.run as r;
