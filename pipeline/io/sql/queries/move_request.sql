update facts.request
set article_key = $article
where article_key = $page;
