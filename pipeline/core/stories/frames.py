"""What a template exchanges: figures, days, directions, and the names in its lead. Read once a text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.core.stories.grams import house_words, read

_FIRST = 3  # paragraphs in which the lead stands
_INITIALS = 2  # letters: too few to tell a name by
_DAYS = "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche"
_MONTHS = {
    name: code
    for code, names in (
        ("jan", "january jan janvier"),
        ("feb", "february feb février"),
        ("mar", "march mar mars"),
        ("apr", "april apr avril"),
        ("may", "may mai"),
        ("jun", "june jun juin"),
        ("jul", "july jul juillet"),
        ("aug", "august aug août"),
        ("sep", "september sept sep septembre"),
        ("oct", "october oct octobre"),
        ("nov", "november nov novembre"),
        ("dec", "december dec décembre"),
    )
    for name in names.split()
}
_SESSIONS = "morning afternoon evening midday noon midsession overnight matin soir midi"
_MOVES = (
    "up down rose fell rise fall rises falls higher lower raises cuts raised lowered gained lost unchanged unch "
    "nil firmer easier hausse baisse"
)
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
)
_NO_NUMBERS = frozenset({"un"})  # the French article, and the United Nations
TIMES = frozenset((*_DAYS.split(), *_MONTHS.values(), *_SESSIONS.split()))  # facts that say when
MONTHS = frozenset(_MONTHS.values())
FACTS: dict[str, str] = {
    **{word: word for word in (*_DAYS.split(), *_SESSIONS.split(), *_MOVES.split())},
    **_MONTHS,
    **{word: str(n) for row in _NUMBERS for n, word in enumerate(row.split()) if word not in _NO_NUMBERS},
}
_STOCK = frozenset("the and for inc corp ltd plc said says its from with that this has are was".split())  # noqa: SIM905 - reads better
_SIGNS = 200  # of a text: its lead
_REMEMBERED = 1 << 16  # words
_RULE = re.compile(r"^\W+")  # what a bulletin is set off by
_OPENING = re.compile(r"[A-ZÀ-Þ][\w'’.&-]*(?: [A-ZÀ-Þ][\w'’.&-]*)+")
NAME = re.compile(r"(?:(?<=[a-zß-ÿ] )|(?<=[a-zß-ÿ], ))[A-ZÀ-Þ][\w'’.&-]*(?: [A-ZÀ-Þ][\w'’.&-]*)*")


class Frame(NamedTuple):
    """A text's words, its vocabulary, the fact each word is ("" if none), facts, figures, and who its lead names.

    ``counted[i]``: how many of the first ``i`` words are facts.
    """

    words: tuple[str, ...]
    vocabulary: frozenset[str]
    facts: tuple[str, ...]
    counted: tuple[int, ...]
    said: frozenset[str]
    figures: frozenset[str]
    subject: frozenset[str]


class _Facts(dict[str, str]):
    """Word → the fact it is, "" if none; made when first asked for, emptied when full."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = fact = word if word[0].isdigit() else FACTS.get(word, "")
        return fact


_fact = _Facts().__getitem__


@lru_cache(maxsize=2048)
def frame(paragraphs: tuple[str, ...]) -> Frame:
    """Read the frame of a body; the last ones are remembered, since a version is met in many pairs."""
    words = read(paragraphs).words
    facts = tuple(map(_fact, words))
    said = frozenset(facts) - {""}
    figures = frozenset(fact for fact in said if fact[0].isdigit())
    counted = tuple(accumulate(map(bool, facts), initial=0))
    return Frame(words, frozenset(words), facts, counted, said, figures, _subject(paragraphs[:_FIRST]))


def _subject(first: tuple[str, ...]) -> frozenset[str]:
    """The names in a lead, by their capitals; in a bulletin in capitals, any word that is no stock word."""
    lead = _RULE.sub("", " ".join(first)[:_SIGNS], count=1)
    bulletin = first[0][:_SIGNS] if first and first[0].isupper() else ""
    found = (bulletin, *(m[0] for m in (_OPENING.match(lead), *NAME.finditer(lead)) if m))
    words = house_words(" ".join(found))
    return frozenset(w for w in words if len(w) > _INITIALS and not _fact(w)) - _STOCK
