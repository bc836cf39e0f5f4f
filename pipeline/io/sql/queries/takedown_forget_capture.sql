delete from facts.capture
where article_key in (select unnest($keys::bigint[]));
