update facts.told
set claimed_at = $claimed_at
where told_at is null and event_id in (select unnest($ids::varchar[]));
