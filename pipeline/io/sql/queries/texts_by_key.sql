-- For a few hundred keys the primary key's index is asked; for more every body of the table would be unpacked.
select
    t.text_key,
    t.body
from facts.text as t
where t.text_key in (select unnest($keys::bigint[]));
