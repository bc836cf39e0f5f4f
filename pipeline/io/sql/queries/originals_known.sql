select
    o.page_key,
    o.original,
    o.address
from derived.original as o
where o.address in (select unnest($addresses::varchar[]));
