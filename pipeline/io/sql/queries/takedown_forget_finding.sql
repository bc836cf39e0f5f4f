delete from facts.finding
where finding_key in (select unnest($keys::bigint[]));
