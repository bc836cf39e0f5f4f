-- Pairs of the stories that are looked at anew. A pair of a story that is no more stays, and the view passes it over.
delete from derived.translation
where a in (select unnest($keys::bigint[])) or b in (select unnest($keys::bigint[]));
