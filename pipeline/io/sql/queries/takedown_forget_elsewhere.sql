-- Also what others name as their original, where it is one of these pages.
delete from facts.elsewhere
where
    page_key in (select unnest($keys::bigint[]))
    or address in (
        select a.url from facts.article as a
        where a.article_key in (select unnest($keys::bigint[]))
    );
