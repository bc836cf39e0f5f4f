select count(*) as runs
from facts.run;
