update facts.entry_state
set
    first_seen_at = least(first_seen_at, $seen_at),
    last_seen_at = greatest(last_seen_at, $seen_at)
where state_key in (select unnest($keys::bigint[]));
