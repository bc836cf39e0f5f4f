update facts.disposition
set article_key = null
where article_key in (select unnest($keys::bigint[]));
