select
    f.name,
    f.family
from facts.agency as f;
