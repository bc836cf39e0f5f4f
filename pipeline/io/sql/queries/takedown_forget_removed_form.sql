delete from derived.removed_form
where text_key in (select unnest($keys::bigint[]));
