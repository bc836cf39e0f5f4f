update facts.forgotten
set
    finished_at = $finished_at,
    payloads = payloads + $payloads,
    records = records + $records
where forgotten_key in (select unnest($keys::bigint[]));
