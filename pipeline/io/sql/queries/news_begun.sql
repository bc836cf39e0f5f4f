select count(*) as rows
from facts.told
where event = 'begun';
