-- What feeds said of some entries, the oldest first.
select
    e.feed,
    e.guid,
    e.url,
    e.headline,
    e.summary,
    e.published_raw,
    e.updated_raw,
    e.first_seen_at
from facts.entry_state as e
where e.feed in (select unnest($feeds::varchar[])) and e.guid in (select unnest($guids::varchar[]))
order by e.first_seen_at, e.state_key;
