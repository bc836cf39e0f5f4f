-- Where each payload lies in the archive. Derived from the WARC files alone: `maintain` reads it out of them again.
create table facts.payload (
    payload_key bigint primary key, -- the first 63 bits of the digest
    payload_sha varchar not null,
    file varchar not null, -- its name without .open
    start bigint not null, -- of the gzip member, bytes from the beginning
    length bigint not null, -- of the gzip member
    bytes bigint not null, -- of the payload
    uri varchar not null, -- of the record, without secrets
    dated_at timestamptz not null -- the record's WARC-Date
);
