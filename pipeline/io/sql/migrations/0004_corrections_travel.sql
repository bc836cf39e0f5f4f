-- How corrections and kills travel: what a copy lacks, and what became of each correction at each article.
alter table derived.stale add column right_text varchar;
alter table derived.stale add column corrected_since timestamptz;
alter table derived.stale add column missing_kill boolean default false;
alter table derived.stale add column killed_since timestamptz;

alter table derived.article add column killed_at timestamptz;
alter table derived.article add column kill_reason varchar;

create table derived.uptake (
    story_key bigint not null,
    kind varchar not null, -- correction or kill
    correction_id varchar not null,
    wrong_text varchar,
    right_text varchar,
    note varchar,
    announced_by varchar,
    announced_at timestamptz,
    announced boolean not null,
    article_key bigint not null,
    outcome varchar not null,
    fixed_at timestamptz,
    minutes_to_fix integer
);
