-- The log of learned furniture, in the order in which the lists changed.
select
    c.outlet,
    c.number,
    c.form_key,
    c.form,
    c.is_furniture
from facts.furniture_change as c
order by c.outlet, c.number;
