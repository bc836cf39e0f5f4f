-- Furniture that is learned: paragraphs that recur over the stories of one outlet, known by their form (figures,
-- weekdays and months masked).

-- What was put on an outlet's list, or taken off it: a log, from which any former list can be made again. Every change
-- of a list has the next number; a capture says with which one it was read.
create table facts.furniture_change (
    outlet varchar not null,
    number integer not null, -- of the outlet's list, from 1
    furniture_id varchar not null,
    form_key bigint not null,
    form varchar not null,
    is_furniture boolean not null,
    reason varchar not null,
    changed_at timestamptz not null,
    run_key bigint not null,
    primary key (outlet, number, form_key)
);

-- What people say of a paragraph: never changed or deleted, the latest word counts.
create table facts.furniture_word (
    word_key bigint primary key,
    outlet varchar not null,
    form_key bigint not null,
    word varchar not null, -- keep, drop, or undo: what was said before counts no more
    said_by varchar,
    reason varchar,
    said_at timestamptz not null,
    run_key bigint not null
);

-- Captures before this were read with no list: number 0.
alter table facts.capture add column furniture_number integer default 0;

-- Which forms stand in which texts, by the position of the paragraph; `maintain` reads the texts that are not here yet.
create table derived.paragraph_form (
    form_key bigint not null,
    text_key bigint not null,
    position integer not null
);

-- What was taken out of a text goes on to count; the outlet's, for others may run the same text.
create table derived.removed_form (
    outlet varchar not null,
    form_key bigint not null,
    text_key bigint not null,
    primary key (outlet, form_key, text_key)
);

-- How often a form stands in an outlet's stories, and what was made of that: as of the latest `maintain`.
create table derived.recurring (
    outlet varchar not null,
    furniture_id varchar not null,
    form_key bigint not null,
    form varchar not null,
    example varchar not null,
    verdict varchar not null,
    articles integer not null,
    stories integer not null,
    of_stories integer not null,
    shared integer not null,
    alone integer not null,
    of_alone integer not null,
    other_outlets varchar[],
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null
);
