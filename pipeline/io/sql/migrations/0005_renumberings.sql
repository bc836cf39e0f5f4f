-- What a late copy did to the numbers: a row for each version whose write-through was counted anew.
create table facts.renumbering (
    renumbering_key bigint primary key,
    version_key bigint not null,
    ordinal integer not null, -- of this version's renumberings, from 1
    story_id varchar not null,
    old_writethru integer not null,
    old_to integer not null,
    new_writethru integer not null,
    new_to integer not null,
    changed_at timestamptz not null,
    run_key bigint not null
);
