delete from facts.entry_state
where state_key in (select unnest($keys::bigint[]));
