-- Pages whose article went on at another address, told by its text: what their own address says since is about no article.
create table derived.gave_way (
    page_key bigint primary key,
    heir bigint not null
);

-- What pages name as their original at another host: their canonical, wherever that leads. A fact, from their captures.
create table facts.elsewhere (
    page_key bigint not null,
    address varchar not null,
    recorded_at timestamptz not null,
    primary key (page_key, address)
);

insert or ignore into facts.elsewhere
select
    l.page_key,
    regexp_extract(f.message, '^the page names (.*) as its original$', 1) as named,
    min(f.seen_at) as seen_at
from facts.finding as f
inner join facts.alias as l on f.subject = l.value and l.kind = 'url'
where f.code = 'canonical-elsewhere'
group by 1, 2
having named <> '';

-- Those of them that are stored: a page, and the page of another outlet that it names.
create table derived.original (
    page_key bigint not null,
    original bigint not null,
    address varchar not null,
    primary key (page_key, original, address)
);

alter table derived.link add column named varchar; -- 'a': the page of b names that of a as its original; 'b'
