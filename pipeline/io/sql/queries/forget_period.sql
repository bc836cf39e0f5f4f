delete from derived.period
where article_key in (select unnest($keys::bigint[]));
