"""A paragraph's form: what stays of it when figures and the calendar are masked.

"Sign up for our newsletter, edition of 22 November" and the same line of another day have one form. Measures keep their
figures (a price, a percentage, a decimal): in copy they are the news, and furniture has none.
"""

from __future__ import annotations

import re

from pipeline.core.normalise.text import normalise

FIGURE, CALENDAR = "0", "@"
_CALENDAR = frozenset(  # weekdays and months: English, French, German, Spanish, Italian, Portuguese, Dutch
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    lundi mardi mercredi jeudi vendredi samedi dimanche
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    lunes martes miércoles jueves viernes sábado domingo
    lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    januar jänner februar märz juni juli oktober dezember
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    januari februari maart mei augustus
    """.split()  # noqa: SIM905 - a hundred words read better so
)
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"(\d+(?:[.,:]\d+)*)(?:st|nd|rd|th|er|e|h)?(?:\s?[ap]\.?m\b\.?)?")
_BOUND = re.compile(r"[\w$€£¥.,]")  # before a figure that is part of a word, a price or a decimal
_PLAIN = re.compile(r"\d+(?::\d+)*|\d{1,3}(?:[.,]\d{3})+|\d{1,4}\.\d{1,2}\.\d{1,4}")
_MEASURE = re.compile(r"\s?(?:%|\$|€|£|¥|(?:per ?cent|pct|cents?|points?|pour cent|prozent)\b)")


def form(paragraph: str) -> str:
    """The form of a paragraph: normalised, without case, plain figures as ``0``, weekdays and months as ``@``."""
    text = normalise(paragraph).casefold()
    named = _CALENDAR.intersection(_WORD.findall(text))
    if named:
        text = re.sub(rf"\b(?:{'|'.join(sorted(named))})\b\.?", CALENDAR, text)
    return _FIGURE.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    start = found.start()
    is_measure = (
        (start and _BOUND.match(found.string, start - 1))
        or not _PLAIN.fullmatch(found[1])
        or _MEASURE.match(found.string, found.end())
    )
    return found[0] if is_measure else FIGURE
