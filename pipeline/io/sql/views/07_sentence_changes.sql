-- A sentence that was carried from one paragraph to another is one moved row. What is unchanged is stored once.
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
    case when c.op = 'unchanged' then coalesce(c.old_text, c.new_text) else c.old_text end as old_text,
    c.new_text,
    c.similarity,
    c.weight,
    c.ordinal,
    coalesce(string_split(c.also, ' '), []) as also,
    c.part_of
from derived.sentence_change as c
inner join derived.version as f on c.from_version = f.version_key
inner join derived.version as t on c.to_version = t.version_key;
