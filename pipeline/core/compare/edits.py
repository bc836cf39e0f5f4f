"""What an edit touched: the kinds of one text turned into another, word run by word run."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.core.compare.wordlists import (
    ABOUT_DAYS,
    AUXILIARIES,
    CLOCK,
    DAYS,
    FIGURES,
    HONORIFICS,
    MONTHS,
    ONE,
    ORDERS,
    PAST_ENDS,
    PASTS,
    SAYING,
    VERB_ENDS,
)
from pipeline.core.compare.words import matching_blocks
from pipeline.core.normalise.text import house, house_word, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

SPELT_LIKE = 0.6  # share of letters two first words have in common when one is the other, spelt anew
QUOTED_WORDS = 4  # a piece of a quote that says something by itself; a change of less changes what is said
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+|[,:]\d+)*|[%$€£¥]")
_QUOTES = re.compile(r'"([^"]{3,2000})"|(?<!\w)\'([^\'"]{3,400}(?:\'\w[^\'"]{0,400}){0,8})\'(?!\w)')
_SAME = {**FIGURES, "%": "percent", "pct": "percent"}  # words that a house rule writes otherwise
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LAST_DAY = 31
_LEAST_STEM = 3  # letters two forms of a verb share


_TELLING = frozenset(
    {*FIGURES, *ONE, *ORDERS, *DAYS, *MONTHS, *CLOCK, *AUXILIARIES, *SAYING, *HONORIFICS, "pct", "percent"}
)


class Swap(NamedTuple):
    """A run of words that was put for another; ``at_start`` where it begins the text."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    before: str
    after: str
    at_start: bool


def kinds_of_edit(old: str, new: str) -> frozenset[str]:
    """What was touched when ``old`` became ``new``: some of the classes, ``style`` alone if nothing a reader would miss.

    Among ``figure-changed``, ``name-or-spelling-changed``, ``quote-added``, ``-removed`` and ``-changed``,
    ``attribution-changed``, ``day-or-tense-changed``, ``wording`` and ``style``.
    """
    kinds: set[str] = set()
    for swap in _swaps(old, new):
        if _tells_nothing(swap.old or swap.new) and not (swap.old and swap.new):
            kinds.add("wording")
        elif _plain(swap.old) != _plain(swap.new):
            kinds.update(_kinds_of(swap))
    quotes = _kind_of_quotes(_quotes(old), _quotes(new))
    if quotes:
        kinds = (kinds - {"wording"}) | {quotes}
    return frozenset(kinds or {"style"})


def _tells_nothing(words: tuple[str, ...]) -> bool:
    """Whether words that came or went are no figure, name, day or form of speech: most edits are of that sort."""
    return all(word.isalpha() and word.islower() for word in words) and _TELLING.isdisjoint(words)


def quotes_anything(text: str) -> bool:
    """Whether a text has words in quotes."""
    return bool(_quotes(text))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a text's normal form as they are written, and folded as they are aligned."""
    found = tuple(_TOKEN.findall(normalise(text)))
    return found, tuple("\n".join(found).casefold().split("\n")) if found else ()


def _swaps(old: str, new: str) -> Iterator[Swap]:
    """What lies between the words that stayed, in order."""
    (before, b), (after, a) = _tokens(old), _tokens(new)
    i = j = 0
    for m, n, size in matching_blocks(b, a):
        if m > i or n > j:
            following = a[n] if n < len(a) else ""
            yield Swap(before[i:m], after[j:n], a[j - 1] if j else "", following, not i and not j)
        i, j = m + size, n + size


def _plain(words: tuple[str, ...]) -> str:
    """A key that is equal for runs that differ by house rule only: per cent, U.S., two for 2, Mr., e-mail."""
    folded = (word.casefold() for word in words)
    key = "".join(_SAME.get(w) or house_word(w) for w in folded if w.rstrip(".") not in HONORIFICS)
    if key.isalpha():
        return key.replace("percentage", "percent").replace("pourcent", "percent")
    figures = any(sign.isdigit() for sign in key)
    kept = "".join(
        s for s in _THOUSANDS.sub("", key) if s.isalnum() or (figures and s in ",.:") or s in "$€£¥"
    )
    return kept.replace("percentage", "percent").replace("pourcent", "percent")


def _kinds_of(swap: Swap) -> Iterator[str]:
    """The kinds of a run that is more than house style; ``wording`` only where nothing else is seen."""
    old, new = [w.casefold() for w in swap.old], [w.casefold() for w in swap.new]
    found = False
    if _figures(old, new) != _figures(new, old):
        found = True
        yield "day-or-tense-changed" if _is_date(swap, old, new) else "figure-changed"
    if _names_changed(swap):
        found = True
        yield "name-or-spelling-changed"
    if {_lemma(w) for w in old if w in SAYING} != {_lemma(w) for w in new if w in SAYING}:
        found = True
        yield "attribution-changed"
    if _day_changed(old, new) or _tense_changed(old, new):
        found = True
        yield "day-or-tense-changed"
    if not found:
        yield "wording"


def _figures(words: list[str], others: list[str]) -> list[str]:
    """The figures of a run; "one" and "third" only where the other side has a figure too."""
    weak = any(w in FIGURES or w in ORDERS or w in ONE or w[0].isdigit() for w in others)
    out = []
    for word in words:
        if word in FIGURES or word[0].isdigit():
            out.append(FIGURES.get(word, _THOUSANDS.sub("", word)))
        elif weak and (word in ONE or word in ORDERS):
            out.append(ONE.get(word, word))
    return out


def _is_date(swap: Swap, old: list[str], new: list[str]) -> bool:
    """Whether the figures of a run tell a day of a month or an hour."""
    figures = [w for w in (*old, *new) if w[0].isdigit()]
    if all(":" in w for w in figures) or (swap.after in CLOCK and {*old, *new} <= {*figures, *CLOCK}):
        return bool(figures)
    months = MONTHS & {swap.before, swap.after, *old, *new}
    return bool(months and figures) and all(w.isdigit() and int(w) <= _LAST_DAY for w in figures)


def _names_changed(swap: Swap) -> bool:
    """A capitalised word put for another: not a day, nor the first word of a sentence unless it is spelt like it."""
    if swap.at_start and swap.old and swap.new and not _spelt_like(swap.old[0], swap.new[0]):
        swap = swap._replace(old=swap.old[1:], new=swap.new[1:])
    lower = {w.casefold() for w in swap.old} & {w.casefold() for w in swap.new}
    return bool(_names(swap.old, lower)) and bool(_names(swap.new, lower))


def _spelt_like(a: str, b: str) -> bool:
    return a.casefold() not in SAYING and Levenshtein.normalized_similarity(a, b) >= SPELT_LIKE


def _names(words: tuple[str, ...], recased: set[str]) -> set[str]:
    return {
        folded
        for word in words
        if word[:1].isupper()
        and len(word) > 1
        and (folded := word.casefold()) not in recased
        and folded not in DAYS
        and folded not in MONTHS
        and folded not in AUXILIARIES
        and folded not in FIGURES
        and folded not in HONORIFICS
    }


def _day_changed(old: list[str], new: list[str]) -> bool:
    """A run that tells days on one side at least, and nothing else."""
    told = {*old, *new}
    return bool(told & (DAYS | MONTHS)) and all(
        w in DAYS or w in MONTHS or w in ABOUT_DAYS or w in CLOCK or w[0].isdigit() for w in told
    )


def _tense_changed(old: list[str], new: list[str]) -> bool:
    """The same verb in another form, or another auxiliary before it."""
    before, after = [w for w in old if w not in AUXILIARIES], [w for w in new if w not in AUXILIARIES]
    if len(before) != len(after):
        return False
    helped = len(before) < len(old) or len(after) < len(new)
    if not before:
        return helped
    return all(map(_same_verb, before, after)) and (helped or any(_is_past(w) for w in (*before, *after)))


def _is_past(word: str) -> bool:
    return (word in PASTS and PASTS[word] != word) or word.endswith(PAST_ENDS)


def _lemma(word: str) -> str:
    """A verb for its irregular form; else the word without an English ending."""
    for end in ("", "s", "es", "ed", "d"):
        if word.endswith(end) and (stem := word[: len(word) - len(end)]) in PASTS:
            return PASTS[stem]
    return next((word[: -len(end)] for end in ("ed", "s") if word.endswith(end)), word)


def _same_verb(a: str, b: str) -> bool:
    if _lemma(a) == _lemma(b):
        return True
    stem = 0
    while stem < min(len(a), len(b)) and a[stem] == b[stem]:
        stem += 1
    return stem >= _LEAST_STEM and a[stem:] in VERB_ENDS and b[stem:] in VERB_ENDS


def _quotes(text: str) -> list[str]:
    """What stands in quotes."""
    key = normalise(text)
    return [a or b for a, b in _QUOTES.findall(key)] if '"' in key or "'" in key else []


def _house_quotes(quotes: list[str]) -> list[str]:
    """Quotes in the house key: a quotation in other spelling is the same."""
    return [house(quote).strip(" ,.;!?") for quote in quotes]


def _kind_of_quotes(old: list[str], new: list[str]) -> str:
    if old == new:
        return ""
    before, after = _house_quotes(old), _house_quotes(new)
    gone, come = [q for q in before if q not in after], [q for q in after if q not in before]
    if not gone and not come:
        return ""
    if not gone or (come and all(any(_within(g, c) for c in come) for g in gone)):
        return "quote-added"
    if not come or all(any(_within(c, g) for g in gone) for c in come):
        return "quote-removed"
    return "quote-changed"


def _within(part: str, whole: str) -> bool:
    """Whether a quote, a sentence's worth of it, is a piece of another, cut at words."""
    words, others = _WORD.findall(part), _WORD.findall(whole)
    return len(words) >= QUOTED_WORDS and f" {' '.join(words)} " in f" {' '.join(others)} "
