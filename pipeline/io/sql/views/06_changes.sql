-- A paragraph that was split is an edited row (its first piece) and an added one for each further piece, whose part_of is
-- the old position; merged paragraphs are an edited row and removed ones, whose part_of is the new position.
create or replace view changes as
select
    f.version_id as from_version,
    t.version_id as to_version,
    c.relation,
    c.from_position,
    c.to_position,
    c.op,
    c.class,
    string_split(ft.body, chr(10) || chr(10))[c.from_position + 1] as old_text,
    string_split(tt.body, chr(10) || chr(10))[c.to_position + 1] as new_text,
    c.similarity,
    c.weight,
    c.ordinal,
    coalesce(string_split(c.also, ' '), []) as also,
    c.part_of
from derived.change as c
inner join derived.version as f on c.from_version = f.version_key
inner join derived.version as t on c.to_version = t.version_key
inner join facts.text as ft on f.text_key = ft.text_key
inner join facts.text as tt on t.text_key = tt.text_key;
