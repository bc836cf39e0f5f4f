select
    p.payload_key,
    p.payload_sha,
    p.start,
    p.length,
    p.bytes,
    p.uri,
    p.dated_at
from facts.payload as p
where p.file = $file;
