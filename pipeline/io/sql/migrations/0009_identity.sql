-- A page is what one address showed; an article is one page or several that turned out to be one.
-- What was captured stays with its page (page_key); article_key is where it counts now.
alter table facts.capture add column page_key bigint;
update facts.capture set page_key = article_key;

create table facts.page_name (
    alias_key bigint not null, -- of outlet, kind and value
    page_key bigint not null,
    article_key bigint not null,
    outlet varchar not null,
    kind varchar not null,
    value varchar not null,
    recorded_at timestamptz not null,
    primary key (alias_key, page_key)
);

insert into facts.page_name
select
    l.alias_key,
    l.article_key as page_key,
    l.article_key as current_key,
    l.outlet,
    l.kind,
    l.value,
    l.recorded_at
from facts.alias as l;

drop table facts.alias;

alter table facts.page_name rename to alias;

create table facts.article_change (
    change_key bigint primary key,
    old_article_id varchar not null,
    new_article_id varchar not null,
    kind varchar not null, -- merge or split
    reason varchar not null,
    changed_at timestamptz not null,
    run_key bigint not null
);

create table facts.version_change (
    change_key bigint primary key,
    old_version_id varchar not null,
    new_version_id varchar not null,
    changed_at timestamptz not null,
    run_key bigint not null
);

create table derived.namesake (
    a bigint not null,
    b bigint not null,
    evidence varchar not null,
    name varchar not null,
    primary key (a, b, evidence)
);
