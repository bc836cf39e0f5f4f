select p.payload_key
from facts.payload as p;
