-- The evidence that quotes paragraphs of some texts; the next `maintain` makes it anew of what is left.
delete from derived.recurring
where form_key in (
    select p.form_key from derived.paragraph_form as p
    where p.text_key in (select unnest($keys::bigint[]))
);
