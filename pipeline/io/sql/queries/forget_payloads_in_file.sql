delete from facts.payload
where file = $file;
