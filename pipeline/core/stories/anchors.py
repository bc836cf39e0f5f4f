"""Language-blind marks of a text: the figures, times, days, names and quotations that a translation keeps.

An English and a French report of one thing share hardly a word, but they share who, where, how many and in which
order. Figures are read to one value (1,250 and 1 250; 12.5 per cent and 12,5 %; $4.2B and 4,2 milliards $), days
to a month and a day, names to a key that is blind to accents, exonyms and transliteration.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline.core.stories.exonyms import COMMON, DROPPED, SMALL, fold, name_key

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["name", "figure", "date", "year", "time"]
LONGEST = 40_000  # signs read: some 6,000 words, more than any wire story has
MOST = 400  # marks kept, in order: a table of ten thousand figures is no story
FULL, GIVEN, COMMON_NAME = 1.0, 0.3, 0.3  # a surname; a word before it; a name that every other story has
_DIGITS = 15  # a longer number is a code
_YEARS = range(1800, 2100)
_QUOTE_WORDS = 4  # a shorter passage in quotes is a title or a nickname

_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb février fév févr", "march mar mars", "april apr avril avr",
            "may mai", "june jun juin", "july jul juillet juil", "august aug août", "september sept sep septembre",
            "october oct octobre", "november nov novembre", "december dec décembre déc",
        ),
        1,
    )
    for month in names.split()
}  # fmt: skip
_NUMBER = re.compile(  # the first digit first: the engine skips to it
    r"\d(?<![\w.,]\d)(?:\d{0,2}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d*(?:[.,]\d+)?)"
)
_BLANK = r"[ \u00a0\u202f]?"
_SHARE = r"(?:%|per ?cent\b|pour ?cent\b|p\. ?100\b)"
_UNIT = re.compile(
    rf"[ \u00a0\u202f-]?(?:(?P<share>{_SHARE})|(?P<unit>millions?|milliards?|billions?|trillions?|thousand|mille|bn)\b"
    r"|(?P<sign>[MGBK](?=\$|\b)))"
)
_TIME = re.compile(
    rf"(?:{_BLANK}[:h]{_BLANK}(?P<m>\d\d)\b{_BLANK}(?P<half>[ap](?=\.?m\b))?\.?m?\.?|{_BLANK}(?P<hour>[ap])\.?m\b\.?"
    r"| heures du (?P<du>matin|soir)|(?P<h> ?h)\b)"
)
_LONGEST_MONTH = 11  # signs: "septembre" with a point and a blank
_AFTER = re.compile(r"(?:er|st|nd|rd|th)? ([a-zA-Zéû]{3,9})\b")
_UNITS = {
    "million": 1e6, "m": 1e6, "milliard": 1e9, "billion": 1e9, "g": 1e9, "b": 1e9, "bn": 1e9, "trillion": 1e12,
    "thousand": 1e3, "mille": 1e3, "k": 1e3,
}  # fmt: skip
_WORDS = {
    word: value
    for value, words in {
        2: "two deux", 3: "three trois", 4: "four quatre", 5: "five cinq", 6: "six", 7: "seven sept",
        8: "eight huit", 9: "nine neuf", 10: "ten dix", 11: "eleven onze", 12: "twelve douze", 13: "thirteen treize",
        14: "fourteen quatorze", 15: "fifteen quinze", 16: "sixteen seize", 20: "twenty vingt", 30: "thirty trente",
        40: "forty quarante", 50: "fifty cinquante", 60: "sixty soixante",
    }.items()
    for word in words.split()
}  # fmt: skip
_SPELLED = {
    form: (re.compile(form + r"(?![\w'’-])"), value)
    for word, value in _WORDS.items()
    for form in (word, word.capitalize())
}
_NAME = re.compile(r"U\.[SNK]\.|[A-ZÀ-ÖØ-ÞČĐĞİŁŃŌŒŚŞŠŪŹŻŽ]\w*(?:['’]\w+)?")
_ELIDED = re.compile(r"^(?:[LDJNSCM]|Qu)['’](?=.)")
_POSSESSIVE = re.compile(r"['’][sS]$")
_TITLES = (
    "M.",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "St.",
    "Me.",
    "Gov.",
    "Sen.",
    "Rep.",
    "Gen.",
    "Lt.",
    "Sgt.",
    "Jr.",
)
_BEFORE_WORD = frozenset(["", " ", "\n", "\u00a0", "\u202f", "(", "“", "«", "’", "'", '"'])
_STOPS = frozenset('.!?…:;"“”«»–—-\n•*(')
_QUOTE = re.compile(r"[“«][^“”«»]{1,2000}[”»]")
_WORD = re.compile(r"[^\W\d_]+")


class Anchor(NamedTuple):
    """One mark: its key, what it is, how much it tells (0..1), where it first stands, how the text writes it."""

    key: str
    kind: Kind
    weight: float
    at: int
    shown: str


_PLACE = itemgetter(3, 0)  # of an anchor: where it stands, then its key


class Anchors(NamedTuple):
    """All marks of a text, distinct, in order of first appearance, and the words of each quotation in order."""

    marks: tuple[Anchor, ...]
    quotes: tuple[int, ...]


@lru_cache(maxsize=512)
def anchors(text: str) -> Anchors:
    """The marks of a text.

    Args:
        text: a body, paragraphs divided by line ends; headlines in title case are no good to it.

    Returns:
        At most `MOST` marks. A name at the beginning of a sentence counts only if the text has it elsewhere too
        or another follows it. Three- and four-digit figures, decimals and surnames tell much; small numbers, given
        names and the names that every other story has tell little. ``1.250`` and ``1,250`` are read as thousands.
    """
    body = text[:LONGEST]
    found = sorted([*_figures(body), *_names(body)], key=_PLACE)
    first: dict[str, Anchor] = {}
    for one in found:
        known = first.get(one.key)
        if known is None:
            first[one.key] = one
        elif known.weight < one.weight:
            first[one.key] = known._replace(weight=one.weight)
    return Anchors(tuple(first.values())[:MOST], _quotes(body))


def place_key(dateline: str | None) -> str | None:
    """A dateline's place as a key (QUÉBEC and QUEBEC, LONDRES and LONDON have one), or None where it names none."""
    head = (dateline or "").split(",")[0].split("(")[0]
    keys = [name_key(word) for word in _WORD.findall(head)]
    return " ".join(keys) or None


def _quotes(body: str) -> tuple[int, ...]:
    counted = (len(_WORD.findall(q.group())) for q in _QUOTE.finditer(body))
    return tuple(n for n in counted if n >= _QUOTE_WORDS)


def _figures(body: str) -> Iterator[Anchor]:
    """Days, times and figures; what one of them has read no other reads again."""
    until = 0
    for number in _NUMBER.finditer(body):
        if number.start() < until:
            continue
        mark, until = _date(body, number) or _time(body, number) or _figure(body, number)
        if mark:
            yield mark
    for form in _SPELLED.keys() & set(body.split()):
        pattern, value = _SPELLED[form]
        for word in pattern.finditer(body):
            if body[word.start() - 1 : word.start()] in _BEFORE_WORD:
                yield _valued(body, word, float(value))[0]


def _date(body: str, number: re.Match[str]) -> tuple[Anchor, int] | None:
    """A day and its month, in either order."""
    if len(number.group()) > 2 or not 1 <= int(number.group()) <= 31:  # noqa: PLR2004 - days of a month
        return None
    after = _AFTER.match(body, number.end())
    month = _MONTHS.get(after[1].casefold()) if after else None
    if after and month:
        return _dated(body, month, number, number.start(), after.end()), after.end()
    before = body[max(0, number.start() - _LONGEST_MONTH) : number.start()]
    words = before.split() if before.endswith(" ") else []
    month = _MONTHS.get(words[-1].rstrip(".").casefold()) if words else None
    if not month:
        return None
    start = number.start() - len(before) + before.rindex(words[-1])
    return _dated(body, month, number, start, number.end()), number.end()


def _dated(body: str, month: int, number: re.Match[str], start: int, end: int) -> Anchor:
    return Anchor(f"d{month:02}-{int(number.group()):02}", "date", 0.5, start, body[start:end])


def _time(body: str, number: re.Match[str]) -> tuple[Anchor, int] | None:
    """A time of day: 5:30 p.m., 17 h 30, 5 heures du matin."""
    sign = _TIME.match(body, number.end()) if len(number.group()) <= 2 else None  # noqa: PLR2004 - hours
    if not sign:
        return None
    hour, minute = int(number.group()), int(sign["m"] or 0)
    half = sign["half"] or sign["hour"]
    if half or sign["du"]:
        hour = hour % 12 + 12 * (half == "p" or sign["du"] == "soir")
    if hour > 24 or minute > 59:  # noqa: PLR2004 - a clock's
        return None
    shown = body[number.start() : sign.end()].strip()
    return Anchor(f"t{hour:02}:{minute:02}", "time", 0.6, number.start(), shown), sign.end()


def _figure(body: str, number: re.Match[str]) -> tuple[Anchor | None, int]:
    raw = number.group()
    if len(raw) > _DIGITS:
        return None, number.end()
    return _valued(body, number, _value(raw), plain=raw.isdigit())


def _value(raw: str) -> float:
    """A number however it is grouped: a sign before exactly three last digits divides thousands."""
    plain = re.sub(r"[ \u00a0\u202f]", "", raw)
    whole, sign, rest = max(
        plain.rpartition(","), plain.rpartition("."), key=lambda p: len(p[0]) * bool(p[1])
    )
    if not sign:
        return float(plain)
    head = re.sub(r"[.,]", "", whole)
    return float(head + rest) if len(rest) == 3 else float(f"{head}.{rest}")  # noqa: PLR2004 - thousands


def _valued(body: str, number: re.Match[str], value: float, *, plain: bool = False) -> tuple[Anchor, int]:
    found, end, share = _UNIT.match(body, number.end()), number.end(), False
    if found:
        end, share = found.end(), bool(found["share"])
        word = (found["unit"] or found["sign"] or "").casefold()
        value *= _UNITS.get(word, _UNITS.get(word.removesuffix("s"), 1))
    shown = body[number.start() : end]
    if plain and not found and value in _YEARS:
        return Anchor(f"y{value:.0f}", "year", 0.3, number.start(), shown), end
    written = str(int(value)) if value.is_integer() else f"{value:.6f}".rstrip("0")
    return Anchor(
        f"f{written}{'%' * share}", "figure", _worth(value, share=share), number.start(), shown
    ), end


def _worth(value: float, *, share: bool) -> float:
    """How much a figure tells: two stories share a "three" by chance, a "1,340" hardly."""
    if value >= 100 or value != int(value):  # noqa: PLR2004
        return 1.0
    if share or value > 20:  # noqa: PLR2004 - numbers below are in every text
        return 0.6
    return 0.2


def _names(body: str) -> Iterator[Anchor]:
    doubtful: list[Anchor] = []
    sure: dict[str, float] = {}
    found = list(_NAME.finditer(body))
    follows = [m.start() for m in found[1:]] + [len(body) + 2]
    for match, following in zip(found, follows, strict=False):
        read = _name(match[0])
        if read is None:
            continue
        key, weight, shown = read
        start, end = match.span()
        leads = following - end == 1 and body[end] in " -\u00a0"
        weight = min(weight, GIVEN) if leads else weight
        if sure.get(key, -1.0) >= weight:
            continue  # told already
        if leads or not _opens(body, start):
            sure[key] = weight
            yield Anchor(key, "name", weight, start, shown)
        else:
            doubtful.append(Anchor(key, "name", weight, start, shown))
    yield from (mark for mark in doubtful if mark.key in sure)


@lru_cache(maxsize=1 << 15)
def _name(word: str) -> tuple[str, float, str] | None:
    """A capitalised word as key, weight and bare form; None where it is a title, a small word or a day."""
    bare = _POSSESSIVE.sub("", _ELIDED.sub("", word.replace(".", "")))
    plain = fold(bare)
    if len(plain) < 2 or plain in SMALL or plain in DROPPED or not bare[0].isupper():  # noqa: PLR2004
        return None
    key = name_key(bare)
    return f"n{key}", COMMON_NAME if key in _COMMON_KEYS else FULL, bare


_COMMON_KEYS = frozenset(name_key(word) for word in COMMON)


def _opens(body: str, at: int) -> bool:
    """Whether a word stands where a sentence may begin, so that its capital says nothing."""
    if body[at - 1 : at] == " " and body[at - 2 : at - 1].isalpha():
        return False  # the usual case
    before = body[max(0, at - 6) : at].rstrip(" \u00a0\u202f")
    return not before or (before[-1] in _STOPS and not before.endswith(_TITLES))
