delete from derived.uptake
where story_key in (select unnest($keys::bigint[]));
