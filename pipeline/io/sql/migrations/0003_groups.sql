-- What a page has of another text without being its copy: a pair of versions each, whatever stories they stand in.
drop table derived.mention;

create table derived.mention (
    host bigint not null, -- the version that carries a part …
    guest bigint not null, -- … of this one
    from_position integer not null, -- paragraphs of the host, from 0
    to_position integer not null,
    words integer not null,
    in_host double not null,
    in_guest double not null,
    unsure boolean not null, -- which of the two has it from the other: counts on a roundup only
    first_piece integer not null, -- scattered paragraphs of the guest stand from here …
    last_piece integer not null, -- … to here
    aside boolean not null -- what stands around it is about other people and places: no copy, whatever they share
);

create table derived.roundup (
    version_key bigint not null
);

-- Decisions of people: never changed or deleted; undone by a row of their own.
create table facts.decision (
    decision_key bigint primary key,
    decision_id varchar not null,
    kind varchar not null, -- together or apart
    a varchar not null, -- as it was named
    b varchar not null,
    decided_by varchar,
    reason varchar,
    decided_at timestamptz not null,
    run_key bigint not null
);

create table facts.decision_side (
    decision_key bigint not null,
    side varchar not null, -- a or b
    version_key bigint not null,
    primary key (decision_key, side, version_key)
);

create table facts.decision_undone (
    decision_key bigint primary key,
    undone_by varchar,
    reason varchar,
    undone_at timestamptz not null,
    run_key bigint not null
);

-- The versions of a story that went into another: should they part again, the story gets its id back.
create table facts.story_left (
    change_key bigint not null,
    story_key bigint not null,
    story_id varchar not null,
    version_key bigint not null,
    primary key (change_key, version_key)
);
