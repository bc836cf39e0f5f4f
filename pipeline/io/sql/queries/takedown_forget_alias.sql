delete from facts.alias
where page_key in (select unnest($keys::bigint[]));
