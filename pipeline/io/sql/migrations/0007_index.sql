-- Bodies that can be read one by one: zstd would unpack 2,048 of them for each one that is asked for.
create table facts.text_apart (
    text_key bigint primary key,
    content_hash varchar not null,
    body varchar not null,
    words integer not null
);

insert into facts.text_apart (text_key, content_hash, body, words)
select
    t.text_key,
    t.content_hash,
    t.body,
    t.words
from facts.text as t;

drop table facts.text;

alter table facts.text_apart rename to text;

-- The index of sampled grams, day by day: a look at the days around a version passes by all other rows. A version
-- without a time stands behind the last day, and is met by all.
drop table derived.gram;

create table derived.gram (
    day integer not null, -- of appearance, counted from 1970
    gram uinteger not null,
    in_lead boolean not null, -- of the version
    version_key bigint not null
);

drop table derived.sketch;

create table derived.sketch (
    version_key bigint not null,
    day integer not null,
    grams integer not null,
    rate integer not null -- one gram in so many was kept
);
