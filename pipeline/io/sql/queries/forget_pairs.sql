delete from derived.pair
where
    to_version in (select unnest($keys::bigint[]))
    or from_version in (select unnest($keys::bigint[]));
