delete from derived.story
where story_key in (select unnest($keys::bigint[]));
