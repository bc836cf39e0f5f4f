delete from derived.headline
where article_key in (select unnest($keys::bigint[]));
