delete from derived.original
where address in (select unnest($addresses::varchar[]));
