-- What a person can check a join by, beside the text two versions share.
alter table derived.link add column minutes_apart integer;
alter table derived.link add column same_agency boolean;
alter table derived.link add column same_byline boolean;
alter table derived.link add column same_dateline boolean;
alter table derived.link add column same_wire_day boolean;
alter table derived.link add column passage_from integer;
alter table derived.link add column shared_figures integer default 0;
alter table derived.link add column shared_names integer default 0;
