-- What else a change touched, which paragraph a piece was split off or merged into, and a pair's update note.
alter table derived.change add column also varchar; -- classes beside the main one, weightiest first, blanks between
alter table derived.change add column part_of integer;
alter table derived.sentence_change add column also varchar;
alter table derived.sentence_change add column part_of integer;
alter table derived.pair add column verbs varchar[];
alter table derived.pair add column update_note varchar;
