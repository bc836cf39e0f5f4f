create or replace view sentence_changes as
select
    f.version_id as from_version,
    t.version_id as to_version,
    c.relation,
    c.paragraph_from,
    c.paragraph_to,
    c.from_position,
    c.to_position,
    c.op,
    c.class,
    c.old_text,
    c.new_text,
    c.similarity,
    c.weight,
    c.ordinal
from derived.sentence_change as c
inner join derived.version as f on c.from_version = f.version_key
inner join derived.version as t on c.to_version = t.version_key;
