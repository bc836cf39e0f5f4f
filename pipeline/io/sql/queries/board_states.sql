-- A mark of what a story's page tells: it is written again when this differs. Minutes that only pass do not count.
select
    v.story_id,
    md5(concat_ws(
        '|',
        list(
            (v.version_id, v.writethru, v.writethru_to)
            order by v.version_id
        )::varchar,
        (
            select list((x.url, x.state) order by x.url)::varchar from stale_copies as x
            where x.story_id = v.story_id
        ),
        (
            select list((u.correction_id, u.url, u.outcome) order by u.correction_id, u.url)::varchar
            from correction_uptake as u
            where u.story_id = v.story_id
        ),
        (
            select count(*) from story_timeline as t
            where t.story_id = v.story_id
        )
    )) as mark
from versions as v
where list_contains($names::varchar[], v.story_id)
group by v.story_id;
