delete from facts.feed_state
where feed in (select unnest($names::varchar[]));
