select coalesce(max(m.number), 0) as number
from migration as m;
