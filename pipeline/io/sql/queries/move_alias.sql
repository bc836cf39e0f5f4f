update facts.alias
set article_key = $article
where page_key = $page;
