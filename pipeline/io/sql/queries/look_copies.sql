select
    a.outlet,
    a.url,
    list(v.version_id order by v.number) as version_ids,
    arg_max(v.writethru, v.number) as writethru,
    arg_max(v.writethru_to, v.number) as writethru_to,
    arg_max(v.words, v.number) as words,
    a.status as state,
    coalesce(a.role, 'outlet') as role,
    coalesce(a.headline, '') as headline
from versions as v
inner join articles as a on v.article_id = a.article_id
where v.story_id = $story_id
group by a.article_id, a.outlet, a.url, a.status, a.role, a.headline
order by min(v.appeared_at) nulls last, a.outlet, a.url;
