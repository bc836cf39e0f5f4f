-- When it died is not known; what it had written down stands.
update facts.run
set
    state = 'killed',
    items = $items,
    detail = $detail
where run_key = $run_key;
