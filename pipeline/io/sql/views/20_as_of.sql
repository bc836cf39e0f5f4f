-- noqa: disable=LT02 (the linter does not indent inside a table macro)
-- What was on the pages at an instant, as far as was known at another: the last period that had begun.
create or replace view derived.article_period as
select
    a.article_id,
    a.outlet,
    a.url,
    p.shown_from,
    p.state,
    v.version_id,
    v.number,
    coalesce(p.headline, v.headline) as headline,
    t.body,
    coalesce(m.story_key, d.current_story) as story_key,
    n.writethru,
    n.writethru_to,
    p.known_at as period_known_at,
    p.article_key
from derived.period as p
inner join facts.article as a on p.article_key = a.article_key
left join derived.article as d on p.article_key = d.article_key
left join derived.version as v on p.version_key = v.version_key
left join facts.text as t on v.text_key = t.text_key
left join derived.membership as m on p.about_version = m.version_key
left join derived.membership as n on p.version_key = n.version_key;

create or replace macro article_as_of(url, "at", known_at := null) as table
    select
        p.article_id,
        p.outlet,
        p.url,
        p.state,
        p.version_id is not null as captured,
        p.shown_from,
        p.version_id,
        p.number,
        p.headline,
        p.body,
        s.story_id,
        p.writethru,
        p.writethru_to,
        p.period_known_at as known_since
    from derived.article_period as p
    left join derived.story as s on p.story_key = s.story_key
    where
        (
            p.url = url
            or p.article_id = url
            or p.article_key in (
                select arg_min(l.article_key, (l.page_key <> l.alias_key, l.recorded_at, l.page_key))
                from facts.alias as l
                where l.value = url
                group by l.outlet
            )
            or p.article_id in (
                select m.new_article_id from article_merges as m
                where m.old_article_id = url
            )
        )
        and p.shown_from <= cast("at" as timestamptz)
        and (known_at is null or p.period_known_at <= cast(known_at as timestamptz))
    qualify row_number() over (
        partition by p.article_key order by p.shown_from desc, p.version_id is null, p.period_known_at desc
    ) = 1;

create or replace macro story_as_of(story_id, "at", known_at := null) as table
    with resolved as (
        select
            s.story_key,
            s.story_id as current_id
        from derived.story as s
        inner join story_ids as i on s.story_id = i.story_id
        where i.name = story_id
    ),

    latest as (
        select p.*
        from derived.article_period as p
        where
            p.shown_from <= cast("at" as timestamptz)
            and (known_at is null or p.period_known_at <= cast(known_at as timestamptz))
        qualify row_number() over (
            partition by p.article_key order by p.shown_from desc, p.version_id is null, p.period_known_at desc
        ) = 1
    )

    select
        r.current_id as story_id,
        p.article_id,
        p.outlet,
        p.url,
        p.state,
        p.version_id is not null as captured,
        p.shown_from,
        p.version_id,
        p.number,
        p.headline,
        p.body,
        p.writethru,
        p.writethru_to,
        p.period_known_at as known_since
    from latest as p
    inner join resolved as r on p.story_key = r.story_key
    order by p.shown_from, p.outlet;
