-- Requests stay on record, since a site was asked; what they brought does not.
update facts.request
set
    article_key = null,
    payload_sha = null,
    etag = null,
    last_modified = null
where
    article_key in (select unnest($keys::bigint[]))
    or payload_sha in (select unnest($shas::varchar[]));
