delete from derived.mention
where story_key in (select unnest($keys::bigint[]));
