-- Whether any house of agencies is stored in two languages, or was when somebody looked last.
select
    exists (select 1 from derived.translation)
    or exists (
        select 1
        from derived.story as s
        left join facts.agency as f on s.agency = f.name
        where s.agency is not null and s.language is not null
        group by coalesce(f.family, s.agency)
        having count(distinct left(s.language, 2)) > 1
    ) as two;
