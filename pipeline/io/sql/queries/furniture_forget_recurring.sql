delete from derived.recurring;
