-- Agencies of one house that write in different languages; an agency without a row is a family of its own.
create table facts.agency (
    name varchar primary key,
    family varchar not null
);

-- Languages that an agency has been seen to write: rows are only added, since they only say where to look.
create table derived.tongue (
    agency varchar not null,
    language varchar not null,
    primary key (agency, language)
);

-- Telling marks (names, figures) of the texts that stand for a story, where its agency writes several languages.
create table derived.anchor (
    anchor bigint not null,
    version_key bigint not null
);

-- Two stories that tell one thing in two languages (a: whose language comes first): verified pairs, of which the view keeps the best.
create table derived.translation (
    a bigint not null,
    b bigint not null,
    version_a bigint not null,
    version_b bigint not null,
    score double not null,
    share double not null,
    wide_share double not null,
    figure_share double not null,
    order_share double not null,
    same_dateline boolean,
    quotes integer not null,
    names varchar[] not null,
    figures varchar[] not null
);
