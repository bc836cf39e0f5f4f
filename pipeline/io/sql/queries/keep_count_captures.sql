select count(*) as captures
from facts.capture;
