-- Which news was told (as an event to whoever listens), so that no fact is told twice: not by a second run, not after
-- a crash, not after everything is derived anew. A row is there before its event is sent, with told_at when it was.
create table facts.told (
    event_id varchar primary key, -- a UUID of the fact, the same whoever derives it
    event varchar not null, -- corrected, killed, updated, stale, failing; begun: from when on news is told
    story_id varchar,
    article_key bigint,
    version_key bigint,
    subject varchar, -- a feed's key, or what of the article it is: a note's digest, how bad a stale copy is
    claimed_at timestamptz not null,
    told_at timestamptz
);
