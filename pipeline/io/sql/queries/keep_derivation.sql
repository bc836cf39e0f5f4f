select
    (select max(m.derivation) from derived.made_by as m) as derivation,
    (select count(*) from derived.version) as versions;
