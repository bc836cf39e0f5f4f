-- The day of a version's stamp as its publisher wrote it: all that is known of its time where no zone is.
alter table derived.version add column local_day date;
