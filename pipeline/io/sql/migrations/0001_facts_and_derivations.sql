-- Facts: what came in. Rows are added, never changed (a run's end and an entry's last sight excepted).
create schema facts;
create schema derived;

create table facts.run (
    run_key bigint primary key,
    run_id varchar not null,
    kind varchar not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    state varchar not null,
    items integer not null default 0,
    articles_new integer not null default 0,
    versions_new integer not null default 0,
    stories_moved integer not null default 0,
    detail varchar
);

create table facts.outlet (
    name varchar primary key,
    domains varchar[],
    timezone varchar,
    language varchar,
    country varchar,
    owner varchar,
    role varchar not null default 'outlet'
);

create table facts.article (
    article_key bigint primary key,
    article_id varchar not null,
    outlet varchar not null,
    url varchar,
    recorded_at timestamptz not null
);

create table facts.alias (
    alias_key bigint primary key, -- of outlet, kind and value
    article_key bigint not null,
    outlet varchar not null,
    kind varchar not null,
    value varchar not null,
    recorded_at timestamptz not null
);

-- the linter does not know compression
create table facts.text ( -- noqa: PRS
    text_key bigint primary key,
    content_hash varchar not null,
    body varchar not null using compression zstd,
    words integer not null
);

create table facts.capture (
    capture_key bigint primary key,
    article_key bigint not null,
    run_key bigint not null,
    captured_at timestamptz,
    recorded_at timestamptz not null,
    payload_sha varchar not null,
    form varchar not null,
    origin varchar not null,
    status integer,
    quality varchar not null,
    reason varchar,
    text_key bigint,
    headline varchar,
    deck varchar,
    byline varchar,
    authors varchar[],
    agency varchar,
    dateline varchar,
    language varchar,
    wire_first_published_on date,
    wire_number integer,
    corrections varchar[],
    kill varchar,
    extractor varchar,
    extractor_version varchar
);

create table facts.claim (
    capture_key bigint not null,
    kind varchar not null, -- published or updated
    raw varchar not null,
    source varchar not null,
    instant timestamptz,
    precision varchar not null,
    local_day date,
    zone varchar,
    primary key (capture_key, kind)
);

create table facts.furniture (
    capture_key bigint not null,
    ordinal integer not null,
    position integer not null,
    text varchar not null,
    rule varchar not null,
    primary key (capture_key, ordinal)
);

create table facts.request (
    fetch_key bigint primary key,
    run_key bigint not null,
    kind varchar not null, -- feed or page
    source varchar, -- the feed's key
    url varchar not null,
    final_url varchar,
    outlet varchar,
    article_key bigint,
    fetched_at timestamptz not null,
    status integer,
    outcome varchar not null,
    bytes bigint,
    elapsed_ms integer,
    etag varchar,
    last_modified varchar,
    payload_sha varchar,
    entries integer,
    detail varchar
);

create table facts.entry_state (
    state_key bigint primary key, -- of feed, guid and what it said
    feed varchar not null,
    guid varchar not null,
    url varchar,
    headline varchar not null,
    summary varchar not null,
    published_raw varchar,
    published_at timestamptz,
    updated_raw varchar,
    updated_at timestamptz,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null
);

create table facts.finding (
    finding_key bigint primary key,
    run_key bigint not null,
    seen_at timestamptz not null,
    code varchar not null,
    severity varchar not null,
    subject varchar not null,
    message varchar not null
);

create table facts.disposition (
    run_key bigint not null,
    ordinal integer not null,
    item varchar not null,
    outlet varchar,
    article_key bigint,
    disposition varchar not null,
    seen_at timestamptz not null,
    primary key (run_key, ordinal)
);

create table facts.story_change (
    change_key bigint primary key,
    old_story_id varchar not null,
    new_story_id varchar not null,
    kind varchar not null, -- merge or split
    changed_at timestamptz not null,
    run_key bigint not null,
    versions integer not null
);

-- Derivations: a function of the facts; replaced for what a capture touches.
create table derived.article (
    article_key bigint not null,
    headline varchar,
    agency varchar,
    language varchar,
    published_at timestamptz,
    updated_at timestamptz,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    last_checked_at timestamptz,
    unreachable boolean not null,
    status varchar not null,
    current_version bigint,
    current_story bigint
);

create table derived.version (
    version_key bigint not null,
    version_id varchar not null,
    article_key bigint not null,
    text_key bigint not null,
    number integer not null,
    headline varchar,
    byline varchar,
    agency varchar,
    dateline varchar,
    language varchar,
    published_at timestamptz,
    published_source varchar,
    updated_at timestamptz,
    updated_source varchar,
    changed_after timestamptz,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    appeared_at timestamptz,
    known_at timestamptz not null,
    wire_first_published_on date,
    wire_number integer,
    corrections varchar[],
    extractor varchar,
    extractor_version varchar,
    first_capture bigint not null
);

create table derived.period (
    article_key bigint not null,
    version_key bigint,
    about_version bigint,
    shown_from timestamptz,
    state varchar not null,
    headline varchar,
    known_at timestamptz not null
);

create table derived.event (
    article_key bigint not null,
    ordinal integer not null,
    event varchar not null,
    event_at timestamptz,
    event_day date,
    time_source varchar not null,
    version_key bigint,
    about_version bigint,
    headline varchar,
    detail varchar
);

create table derived.headline (
    article_key bigint not null,
    number integer not null,
    headline varchar not null,
    first_seen_at timestamptz,
    last_seen_at timestamptz
);

create table derived.touch (
    article_key bigint not null,
    version_key bigint not null,
    touched_at timestamptz,
    kind varchar not null,
    old_raw varchar,
    new_raw varchar
);

create table derived.gram (
    gram bigint not null,
    version_key bigint not null
);

create table derived.sketch (
    version_key bigint not null,
    grams integer not null
);

create table derived.link (
    a bigint not null,
    b bigint not null,
    shared integer not null,
    in_a double not null,
    in_b double not null,
    passage_words integer not null,
    shared_words integer not null
);

create table derived.membership (
    version_key bigint not null,
    story_key bigint not null,
    writethru integer,
    writethru_to integer
);

create table derived.story (
    story_key bigint not null,
    story_id varchar not null,
    agency varchar,
    headline varchar,
    language varchar
);

create table derived.writethru (
    story_key bigint not null,
    number integer not null,
    basis varchar not null,
    wire_number integer,
    attested_outlets integer not null,
    first_seen_at timestamptz,
    first_outlet varchar,
    words integer,
    headline varchar
);

create table derived.pair (
    from_version bigint not null,
    to_version bigint not null,
    relation varchar not null,
    minutes_apart integer,
    unchanged integer not null,
    edited integer not null,
    moved integer not null,
    added integer not null,
    removed integer not null,
    headline_changed boolean not null,
    weight double not null
);

create table derived.change (
    from_version bigint not null,
    to_version bigint not null,
    relation varchar not null,
    ordinal integer not null,
    from_position integer,
    to_position integer,
    op varchar not null,
    class varchar,
    similarity double,
    weight double
);

create table derived.sentence_change (
    from_version bigint not null,
    to_version bigint not null,
    relation varchar not null,
    ordinal integer not null,
    paragraph_from integer not null,
    paragraph_to integer not null,
    from_position integer,
    to_position integer,
    op varchar not null,
    class varchar,
    old_text varchar,
    new_text varchar,
    similarity double,
    weight double
);

create table derived.stale (
    story_key bigint not null,
    version_key bigint not null,
    runs_writethru integer not null,
    current_writethru integer not null,
    behind_since timestamptz,
    minutes_behind_low integer,
    minutes_behind_high integer,
    missing_correction boolean not null,
    wrong_text varchar,
    state varchar not null
);

create table derived.mention (
    story_key bigint not null,
    mentioned_story bigint not null,
    from_position integer,
    to_position integer
);
