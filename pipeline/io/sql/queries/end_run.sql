update facts.run
set
    ended_at = $ended_at,
    state = $state,
    items = $items,
    articles_new = $articles_new,
    versions_new = $versions_new,
    stories_moved = $stories_moved,
    detail = $detail
where run_key = $run_key;
