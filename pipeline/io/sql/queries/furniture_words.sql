-- The latest word of people on each paragraph that they said something of.
select
    w.outlet,
    w.form_key,
    arg_max(w.word, (w.said_at, w.word_key)) as word
from facts.furniture_word as w
group by w.outlet, w.form_key;
