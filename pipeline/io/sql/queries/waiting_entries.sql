-- What feeds have said since the last look at the page it is about: deferred, or its run was killed. The last word of each.
select
    e.page,
    e.feed,
    e.guid,
    e.url,
    e.headline,
    e.summary,
    e.published_raw,
    e.updated_raw
from facts.entry_state as e
where
    e.page is not null and not contains(e.page, '***')
    and e.first_seen_at >= $since
    and e.feed in (select unnest($feeds::varchar[]))
    and not exists (
        select 1 from facts.request as f
        where
            f.kind = 'page' and f.url = e.page and f.fetched_at >= e.first_seen_at
            and f.outcome <> 'host-resting'
    )
qualify row_number() over (partition by e.page order by e.last_seen_at desc, e.first_seen_at desc, e.feed asc) = 1
order by e.page;
