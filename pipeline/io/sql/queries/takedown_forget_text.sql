delete from facts.text
where text_key in (select unnest($keys::bigint[]));
