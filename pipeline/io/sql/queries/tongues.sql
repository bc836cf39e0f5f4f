-- Languages that agencies have ever been stored in, with the houses they belong to.
select
    t.agency,
    t.language,
    coalesce(f.family, t.agency) as family
from derived.tongue as t
left join facts.agency as f on t.agency = f.name;
