delete from facts.outlet
where name in (select unnest($names::varchar[]));
