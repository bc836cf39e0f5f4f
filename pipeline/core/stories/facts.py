"""What a template exchanges, word by word: figures, days, months, times of day, directions."""

from __future__ import annotations

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


def fact_of(word: str) -> str:
    """The fact a word is ("jan" for January, "2" for two, a figure itself); "" if none."""
    return word if word[0].isdigit() else FACTS.get(word, "")
