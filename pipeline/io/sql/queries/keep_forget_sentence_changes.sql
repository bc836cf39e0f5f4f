delete from derived.sentence_change
where
    from_version in (select unnest($keys::bigint[]))
    or to_version in (select unnest($keys::bigint[]));
