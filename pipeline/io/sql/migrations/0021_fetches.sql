-- What a request was asked for and said besides its page: when it was really sent (null: its site was not asked), at
-- which site (the registrable domain, whose budget it counts against), for how long the site wants rest, and what its
-- publisher says against keeping it. Robots.txt, tdmrep.json and the hops of redirects are rows of their own kinds.
-- Rows of earlier releases were all sent, but when exactly and to which site is not known: they stay without.
alter table facts.request add column site varchar;
alter table facts.request add column asked_at timestamptz;
alter table facts.request add column retry_after integer; -- seconds
alter table facts.request add column crawl_delay double; -- seconds, as a robots.txt asks
alter table facts.request add column http_version varchar;
alter table facts.request add column content_type varchar;
alter table facts.request add column wire_bytes bigint; -- of the body before it was decoded
alter table facts.request add column opt_out varchar[];
alter table facts.request add column opt_out_override varchar; -- the user's reason to keep it all the same
