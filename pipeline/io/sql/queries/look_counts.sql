select
    (select count(*) from articles) as articles,
    (select count(*) from versions) as versions,
    (select count(*) from stories) as stories,
    (
        select count(*) from stale_copies as x
        where x.state = 'confirmed'
    ) as stale,
    (select count(distinct a.outlet) from articles as a) as outlets;
