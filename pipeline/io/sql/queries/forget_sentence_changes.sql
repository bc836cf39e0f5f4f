delete from derived.sentence_change
where (from_version, to_version, relation) in (
    select(unnest($froms::bigint[]), unnest($tos::bigint[]), unnest($relations::varchar[]))
);
