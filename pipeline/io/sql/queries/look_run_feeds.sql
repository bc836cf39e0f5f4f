-- How many feeds a run asked, and how many of them gave something: entries, or that nothing has changed.
select
    count(*) as asked,
    count(*) filter (
        where f.outcome = 'not-modified' or (f.outcome = 'ok' and f.entries > 0)
    ) as good
from fetches as f
where f.run_id = $run_id and f.kind = 'feed';
