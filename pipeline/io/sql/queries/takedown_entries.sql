-- What feeds said of a page: by its addresses, or under its guids ("feed guid").
select
    e.state_key,
    e.feed,
    e.guid,
    e.url,
    e.page,
    e.first_seen_at,
    e.last_seen_at
from facts.entry_state as e
where
    e.page in (select unnest($links::varchar[]))
    or e.url in (select unnest($links::varchar[]))
    or e.feed || ' ' || e.guid in (select unnest($guids::varchar[]));
