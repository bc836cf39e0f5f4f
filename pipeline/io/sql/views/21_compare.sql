-- noqa: disable=LT02 (the linter does not indent inside a table macro)
-- Kept pairs as they were aligned; for any other two versions, equal paragraphs are aligned and the rest stand apart.
create or replace macro compare(v1, v2) as table
    with kept as (
        select
            c.from_version,
            c.to_version,
            c.relation,
            c.from_position,
            c.to_position,
            c.op,
            c.class,
            c.old_text,
            c.new_text,
            c.similarity,
            c.weight,
            c.ordinal,
            c.also,
            c.part_of
        from changes as c
        where c.from_version = v1 and c.to_version = v2
    ),

    side_one as (
        select
            unnest(string_split(v.body, chr(10) || chr(10))) as paragraph,
            generate_subscripts(string_split(v.body, chr(10) || chr(10)), 1) - 1 as place
        from versions as v
        where v.version_id = v1
    ),

    side_two as (
        select
            unnest(string_split(v.body, chr(10) || chr(10))) as paragraph,
            generate_subscripts(string_split(v.body, chr(10) || chr(10)), 1) - 1 as place
        from versions as v
        where v.version_id = v2
    ),

    numbered_one as (
        select
            paragraph,
            place,
            row_number() over (partition by paragraph order by place) as nth
        from side_one
    ),

    numbered_two as (
        select
            paragraph,
            place,
            row_number() over (partition by paragraph order by place) as nth
        from side_two
    ),

    joined as (
        select
            o.place as old_place,
            t.place as new_place,
            o.paragraph as old_text,
            t.paragraph as new_text
        from numbered_one as o
        full outer join numbered_two as t on o.paragraph = t.paragraph and o.nth = t.nth
        where not exists (select 1 from kept)
    ),

    -- a paragraph that went stands behind the one it followed
    placed as (
        select
            j.*,
            max(j.new_place) over (order by j.old_place nulls last rows between unbounded preceding and current row) as behind
        from joined as j
    ),

    aligned as (
        select
            v1 as from_version,
            v2 as to_version,
            null::varchar as relation,
            p.old_place::integer as from_position,
            p.new_place::integer as to_position,
            case when p.old_place is null then 'added' when p.new_place is null then 'removed' else 'unchanged' end as op,
            null::varchar as class,
            p.old_text,
            p.new_text,
            case when p.old_place is not null and p.new_place is not null then 1.0 end as similarity,
            null::double as weight,
            row_number() over (
                order by coalesce(p.new_place, p.behind, -1), p.new_place is null, p.old_place
            ) as ordinal,
            []::varchar[] as also,
            null::integer as part_of
        from placed as p
    )

    select * from kept
    union all
    select * from aligned
    order by ordinal;
