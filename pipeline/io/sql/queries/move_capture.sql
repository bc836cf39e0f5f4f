update facts.capture
set article_key = $article
where page_key = $page;
