delete from derived.stale
where story_key in (select unnest($keys::bigint[]));
