update facts.disposition
set article_key = $article
where article_key = $page;
