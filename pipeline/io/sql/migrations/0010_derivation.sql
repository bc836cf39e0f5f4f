-- By which way of deriving what is derived came about; empty: by one before they were counted.
create table derived.made_by (derivation integer not null);
