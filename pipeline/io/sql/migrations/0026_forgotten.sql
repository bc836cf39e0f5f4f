-- What was removed at somebody's wish (an outlet's or a person's takedown, a court's order): that it was, when, why and by
-- whom, and how much; no text. finished_at is null until its payloads are out of the archive, too.
create table facts.forgotten (
    forgotten_key bigint primary key,
    forgotten_id varchar not null,
    name varchar not null, -- as it was named
    url varchar,
    outlet varchar,
    article_id varchar,
    why varchar not null,
    forgotten_by varchar,
    forgotten_at timestamptz not null,
    finished_at timestamptz,
    captures integer not null,
    versions integer not null,
    texts integer not null,
    headlines integer not null,
    entries integer not null,
    findings integer not null,
    payloads integer not null,
    records integer not null,
    run_key bigint not null
);

-- The names it is known by: what bears one is neither asked nor stored again. outlet is empty where the value says it.
create table facts.forgotten_name (
    forgotten_key bigint not null,
    outlet varchar not null,
    kind varchar not null, -- link (any address), guid, or another kind of alias
    value varchar not null,
    primary key (forgotten_key, outlet, kind, value)
);

-- Payloads that go from the archive, by digest: known also when a file comes back out of a backup.
create table facts.forgotten_payload (
    forgotten_key bigint not null,
    payload_sha varchar not null,
    primary key (forgotten_key, payload_sha)
);
