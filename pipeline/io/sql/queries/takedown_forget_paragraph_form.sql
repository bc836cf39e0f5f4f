delete from derived.paragraph_form
where text_key in (select unnest($keys::bigint[]));
