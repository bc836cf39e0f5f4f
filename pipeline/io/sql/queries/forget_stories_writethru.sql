delete from derived.writethru
where story_key in (select unnest($keys::bigint[]));
