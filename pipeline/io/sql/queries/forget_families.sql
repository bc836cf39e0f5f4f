delete from facts.agency;
