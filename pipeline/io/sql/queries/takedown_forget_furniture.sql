delete from facts.furniture
where capture_key in (
    select c.capture_key from facts.capture as c
    where c.article_key in (select unnest($keys::bigint[]))
);
