"""What a template exchanges: figures, days, directions, and the names in its lead. Read once a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.core.stories.grams import house_words, read

LEAD = 24  # words in which a text names who it is about
CAPITALS = 0.8  # of the lead's words: a bulletin in capitals, where any word may be a name
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
_SIGNS = 400  # of a text, to look for the lead in
_TOKEN = re.compile(r"[^\W\d_][\w'’.&-]*")
_OPENS = re.compile(r"[.!?:;\"“(]\s*$")


class Frame(NamedTuple):
    """A text's words, the fact each of them is ("" if none), its facts, and the name words of its lead."""

    words: tuple[str, ...]
    facts: tuple[str, ...]
    said: frozenset[str]
    subject: frozenset[str]


@lru_cache(maxsize=2048)
def frame(paragraphs: tuple[str, ...]) -> Frame:
    """Read the frame of a body; the last ones are remembered, since a version is met in many pairs."""
    words = read(paragraphs).words
    facts = tuple(map(_fact, words))
    return Frame(words, facts, frozenset(facts) - {""}, _subject(" ".join(paragraphs[:3])[:_SIGNS]))


def _fact(word: str) -> str:
    return word if word[0].isdigit() else FACTS.get(word, "")


def _subject(text: str) -> frozenset[str]:
    """Words of the lead that are names by their capitals; all but stock words in a bulletin in capitals."""
    tokens = list(_TOKEN.finditer(text))[:LEAD]
    upper = sum(t[0].isupper() for t in tokens)
    if not tokens or upper >= CAPITALS * len(tokens):
        found = [t[0] for t in tokens]
    else:
        found = [t[0] for i, t in enumerate(tokens) if _is_name(text, tokens, i)]
    words = house_words(" ".join(found))
    return frozenset(w for w in words if len(w) > 2 and not _fact(w)) - _STOCK  # noqa: PLR2004 - initials


def _is_name(text: str, tokens: list[re.Match[str]], i: int) -> bool:
    """A capital that does not open a sentence, or one that another capital follows at once."""
    if not tokens[i][0][0].isupper():
        return False
    before = text[: tokens[i].start()]
    if before and not _OPENS.search(before[-3:]):
        return True
    return (
        i + 1 < len(tokens) and tokens[i + 1][0][0].isupper() and tokens[i + 1].start() == tokens[i].end() + 1
    )
