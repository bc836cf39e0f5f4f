-- Pairs of the stories that are looked at anew, and of stories that are no more.
delete from derived.translation
where
    a in (select unnest($keys::bigint[]))
    or b in (select unnest($keys::bigint[]))
    or a not in (select s.story_key from derived.story as s)
    or b not in (select s.story_key from derived.story as s);
