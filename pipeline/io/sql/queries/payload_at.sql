select
    p.payload_sha,
    p.file,
    p.start,
    p.length,
    p.uri,
    p.dated_at
from facts.payload as p
where p.payload_key = $key;
