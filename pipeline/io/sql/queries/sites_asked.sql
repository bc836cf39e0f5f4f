-- The requests of the last minutes, in their order: what of the sites' budgets is spent.
select
    f.site,
    f.asked_at
from facts.request as f
where f.asked_at between $since and $until
order by f.asked_at;
