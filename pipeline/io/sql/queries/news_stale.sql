-- Copies that are confirmed to be behind, once for each text a page shows, and again only if it gets worse: behind,
-- then a correction missing, then a kill (in the order of the alphabet, by which they are compared here).
with found as (
    select
        x.*,
        v.article_key,
        case when x.missing_kill then 'kill' when x.missing_correction then 'correction' else 'behind' end as subject
    from derived.stale as x
    inner join derived.version as v on x.version_key = v.version_key
    inner join derived.article as d on v.article_key = d.article_key
    where x.state = 'confirmed' and d.status = 'live' and d.last_checked_at >= $since
)

select
    'stale' as event,
    s.story_id,
    f.article_key,
    f.version_key,
    f.subject,
    coalesce(f.killed_since, f.corrected_since, f.behind_since) as seen_at,
    f.runs_writethru,
    f.current_writethru,
    f.behind_since,
    f.minutes_behind_low,
    f.wrong_text,
    f.right_text,
    a.article_id,
    a.outlet,
    a.url,
    v.version_id,
    s.agency,
    coalesce(v.headline, s.headline) as headline,
    coalesce(o.role, 'outlet') as role
from found as f
inner join facts.article as a on f.article_key = a.article_key
inner join derived.version as v on f.version_key = v.version_key
left join derived.story as s on f.story_key = s.story_key
left join facts.outlet as o on a.outlet = o.name
where
    (f.subject <> 'behind' or f.minutes_behind_low >= $patience)
    and not exists (
        select 1 from facts.told as t
        where
            t.event = 'stale' and t.article_key = f.article_key and t.version_key = f.version_key
            and t.subject >= f.subject and (t.told_at is not null or t.claimed_at > $abandoned)
    )
order by f.subject desc, seen_at asc, a.url asc
limit $top;
