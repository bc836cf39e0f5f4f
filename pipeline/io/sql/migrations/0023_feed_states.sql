-- What is remembered of a feed from look to look (the schedule, validators, moves), so that a poll need not read all
-- requests there ever were. Feeds that were polled before begin with what their requests tell.
create table facts.feed_state (
    feed varchar primary key,
    url varchar not null, -- as a person gave it, redacted: another one begins a new state
    polls integer not null,
    asked_at timestamptz,
    answered_at timestamptz,
    gained_at timestamptz,
    gains double not null, -- looks that brought something …
    hours double not null, -- … in hours watched, old ones faded
    wish_s integer, -- seconds between looks that its publisher asks for
    etag varchar,
    last_modified varchar,
    body_sha varchar,
    entry_keys bigint[], -- of the entries that the last look listed
    since_full integer not null,
    full_every integer not null,
    lies integer not null,
    lied_at timestamptz,
    failures integer not null, -- in a row
    missing boolean not null,
    landed varchar, -- where permanent redirects lead
    landed_looks integer not null,
    landed_since timestamptz,
    address varchar, -- where it is asked since it moved
    retired_at timestamptz,
    interval_s integer not null -- how long to wait after an answered look
);

insert into facts.feed_state
select
    f.source as feed,
    arg_max(f.url, f.fetched_at) as url,
    cast(count(*) as integer) as polls,
    max(f.fetched_at) as asked_at,
    max(f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as answered_at,
    cast(null as timestamptz) as gained_at,
    0.48 as gains,
    3.0 as hours,
    cast(null as integer) as wish_s,
    arg_max(f.etag, f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as etag,
    arg_max(f.last_modified, f.fetched_at) filter (where f.outcome in ('ok', 'not-modified')) as last_modified,
    arg_max(f.payload_sha, f.fetched_at) filter (where f.outcome = 'ok') as body_sha,
    cast([] as bigint[]) as entry_keys,
    0 as since_full,
    3 as full_every,
    0 as lies,
    cast(null as timestamptz) as lied_at,
    0 as failures,
    false as missing,
    cast(null as varchar) as landed,
    0 as landed_looks,
    cast(null as timestamptz) as landed_since,
    cast(null as varchar) as address,
    cast(null as timestamptz) as retired_at,
    900 as interval_s
from facts.request as f
where f.kind = 'feed' and f.source is not null
group by f.source;

-- The address under which an entry's page is asked, so that what a feed said and no run has looked at yet is found.
alter table facts.entry_state add column page varchar;
