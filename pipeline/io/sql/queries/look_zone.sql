select mode(o.timezone) as zone
from articles as a
inner join facts.outlet as o on a.outlet = o.name
where a.story_id = $story_id;
