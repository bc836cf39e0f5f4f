-- What matching asks for stands where it is asked for, so that no look at a few versions reads a whole large table.
-- The days (counted from 1970) of the earlier and the later version of a pair: rows stand in the order of time, and
-- those of other days are passed by. A pair with a version without a time may lie on any day.
alter table derived.link add column from_day integer;
alter table derived.link add column to_day integer;
alter table derived.mention add column from_day integer;
alter table derived.mention add column to_day integer;

update derived.link
set from_day = s.day
from derived.sketch as s
where derived.link.a = s.version_key;

update derived.link
set to_day = s.day
from derived.sketch as s
where derived.link.b = s.version_key;

update derived.link
set
    from_day = if(from_day is null or to_day is null or greatest(from_day, to_day) = 2147483647, -2147483647, least(from_day, to_day)),
    to_day = if(from_day is null or to_day is null, 2147483647, greatest(from_day, to_day));

update derived.mention
set from_day = s.day
from derived.sketch as s
where derived.mention.host = s.version_key;

update derived.mention
set to_day = s.day
from derived.sketch as s
where derived.mention.guest = s.version_key;

update derived.mention
set
    from_day = if(from_day is null or to_day is null or greatest(from_day, to_day) = 2147483647, -2147483647, least(from_day, to_day)),
    to_day = if(from_day is null or to_day is null, 2147483647, greatest(from_day, to_day));

-- With each version what is known of its page and its text: a version is derived anew whenever its article is.
alter table derived.version add column outlet varchar;
alter table derived.version add column url varchar;
alter table derived.version add column words integer;
alter table derived.version add column last_checked_at timestamptz;
alter table derived.version add column unreachable boolean;
alter table derived.version add column is_current boolean;
alter table derived.version add column status varchar;
alter table derived.version add column killed_at timestamptz;
alter table derived.version add column kill_reason varchar;

update derived.version
set
    outlet = a.outlet,
    url = a.url,
    words = t.words,
    last_checked_at = d.last_checked_at,
    unreachable = d.unreachable,
    is_current = coalesce(d.current_version = derived.version.version_key, false),
    status = d.status,
    killed_at = case when d.status = 'killed' then d.killed_at end,
    kill_reason = d.kill_reason
from facts.article as a, facts.text as t, derived.article as d
where
    derived.version.article_key = a.article_key
    and derived.version.text_key = t.text_key
    and derived.version.article_key = d.article_key;

-- And with each membership the day of the version.
alter table derived.membership add column day integer;

update derived.membership
set day = s.day
from derived.sketch as s
where derived.membership.version_key = s.version_key;
