-- What an id of learned furniture means, and what was last said of it.
select
    f.furniture_id,
    f.outlet,
    f.form_key,
    f.form,
    f.state,
    f.verdict,
    f.word
from learned_furniture as f
where f.furniture_id = $furniture_id;
