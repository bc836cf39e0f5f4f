update facts.told
set told_at = $told_at
where event_id in (select unnest($ids::varchar[]));
