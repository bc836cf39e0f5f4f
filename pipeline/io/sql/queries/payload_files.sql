select
    p.file,
    count(*) as payloads
from facts.payload as p
group by p.file;
