"""Sentences of a paragraph, in English and French."""

from __future__ import annotations

import re
from functools import lru_cache

_SIGNS = ".!?…"
_END = re.compile(  # a sign first, then that it begins its run: only where signs stand anything is tried
    r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?:\s»)?\s++(?=[\"'“‘«(\[]?\s?[^\W_a-zà-öø-ÿ])"
)
_LAST_WORD = re.compile(r"([^\W_]+(?:[.'’-][^\W_]+)*)\.[\"'”’»)\]]*(?:\s»)?\s+$")
_REACH = 40  # signs looked back for the last word before a full stop
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev fr sr jr st ste mt ft gen col maj capt lt sgt cpl cmdr adm gov sen rep hon pres supt "  # noqa: SIM905 - reads better
    "insp const no nos vs v etc inc ltd corp co bros cie dept est approx fig vol pp ed al cf "
    "jan feb mar apr jun jul aug sept sep oct nov dec ave blvd rd "
    "mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa "
    "tenn tex va vt wash wis wyo alta sask man ont que nb ns pei nl "
    "m mm mme mlle mmes me mgr dre janv févr fév avr juil déc art env p.ex c.-à-d".split()
)


@lru_cache(maxsize=8192)  # the same paragraph stands in many pairs
def split_sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph, trimmed; joined by one blank they give the tidied paragraph.

    A full stop ends no sentence after an abbreviation (Mr., Sen., Jan., M., Mme), an initial, or letters
    with stops between (U.S.), where the next word could go on: those stay together.
    """
    sentences, start = [], 0
    for end in _END.finditer(paragraph):
        if _goes_on(paragraph, max(start, end.end() - _REACH), *end.span()):
            continue
        sentences.append(paragraph[start : end.end()].strip())
        start = end.end()
    rest = paragraph[start:].strip()
    return (*sentences, rest) if rest else tuple(sentences)


def _goes_on(text: str, low: int, stop: int, end: int) -> bool:
    """Whether the full stop at this place belongs to the word before it, of which no more than from ``low`` is read.

    ``end`` is where the next word begins.
    """
    if text[stop] != ".":
        return False
    word = text[text.rfind(" ", low, stop) + 1 or low : stop]
    if not word.isalnum() or text[stop + 1] in _SIGNS:
        found = _LAST_WORD.search(text[low:end])
        if not found:
            return False
        word = found[1]
    word = word.casefold()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()) or _is_acronym(word)


def _is_acronym(word: str) -> bool:
    return "." in word and all(len(part) == 1 for part in word.split("."))
