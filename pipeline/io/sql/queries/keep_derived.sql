insert into derived.made_by
select $number
where $number not in (select m.derivation from derived.made_by as m);
