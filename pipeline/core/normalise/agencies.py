"""Whose wire copy it is: agencies recognised in credits, bylines, datelines and copyright lines."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model import Agency

Place = Literal["credit", "byline", "dateline", "copyright", "first_published"]
LONGEST_CREDIT = 160  # signs: a credit is a line, not a paragraph
_SHORT = 4  # signs: a name this short is an initialism and only counts in its own case
_WORD = re.compile(r"\w+")
_ENDS = " ,/|·•–—-"  # what sets an agency apart from a name
_PHOTO_TAIL = r"\s*/\s*[^\W\d_][\w.'’ -]{1,60}\)?\W*$"
_WITH_FILES = re.compile(
    r"^\W*(?:with (?:additional |more )?(?:files|reporting|material|assistance|a file|contributions?)\b|"
    r"avec (?:des|les)? ?(?:informations|fichiers)\b|mit (?:material|informationen)\b)",
    re.IGNORECASE,
)


class _Reader:
    """One agency's patterns, compiled when a line that may be about it is read: there are hundreds in all."""

    def __init__(self, agency: Agency) -> None:
        self.name = agency.name
        self._agency = agency
        self.spellings = (agency.name, *agency.aliases)
        self._every = _either(self.spellings)
        self._full = _either([n for n in self.spellings if len(n) > _SHORT] or [agency.name])
        self._spelt = tuple(_plain(n) for n in self.spellings)
        self._own: dict[Place, Sequence[str]] = {
            "credit": agency.credit,
            "byline": agency.byline,
            "dateline": agency.dateline,
            "copyright": agency.copyright,
            "first_published": agency.first_published,
        }
        self._patterns: dict[str, re.Pattern[str]] = {}

    @cached_property
    def names(self) -> re.Pattern[str]:
        """Any of its names, as whole words."""
        return re.compile(rf"(?<!\w){self._every}(?!\w)", re.IGNORECASE)

    @cached_property
    def only(self) -> re.Pattern[str]:
        """Nothing but one of its names."""
        return re.compile(rf"\W*(?:the |la |l['’]agence )?{self._every}\W*", re.IGNORECASE)

    def own(self, place: Place) -> str:
        """The patterns that agencies.toml gives it for a place, as one."""
        return "|".join(f"(?:{_named_groups_cut(p)})" for p in self._own[place]) or r"(?!)"

    def is_in(self, place: Place, text: str, *, is_named: bool, is_own: bool) -> bool:
        """Whether a line names it there: by its own patterns, or by those that all agencies have by their names."""
        return (is_own and self._pattern(self.own(place)).search(text) is not None) or (
            is_named and self._general(place).search(text) is not None
        )

    def is_spelt_in(self, plain: str) -> bool:
        """Whether one of its names stands in a line (`_plain`), be it within a word."""
        return any(name in plain for name in self._spelt)

    def longest_words(self) -> Iterator[str]:
        """The longest word of each of its names, as `_plain` gives it: a line that names it has one of them."""
        return (max(_WORD.findall(name), key=len, default="") for name in self._spelt)

    def _general(self, place: Place) -> re.Pattern[str]:
        return self._pattern(_GENERAL[place].format(every=self._every, full=self._full))

    def _pattern(self, text: str) -> re.Pattern[str]:
        if text not in self._patterns:
            self._patterns[text] = re.compile(text, re.IGNORECASE)
        return self._patterns[text]


_GENERAL: dict[Place, str] = {  # what is read from names alone
    "credit": r"^(?:[\w.’' -]{{2,50}}[,|]\s*)?[-–—(\[]*\s*{full}[)\]]?\.?$",
    "byline": r"(?<!\w){full}(?!\w)",
    "dateline": r"[(/]\s*{every}\s*[)/]",
    "copyright": r"(?:©|\bcopyright\b|\(c\)).{{0,20}}(?<!\w){full}(?!\w)",
    "first_published": r"^(?:this|ce|cette) \w{{3,12}} (?:by|from|de|par) {every} (?:was|were|a|ont)\b",
}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _either(names: Sequence[str]) -> str:
    """An alternation of names: short ones keep their case, the others do not, and "the" is optional."""
    parts = []
    for name in sorted(names, key=len, reverse=True):
        text = re.escape(name).replace(r"\ ", r"\s+")
        parts.append(f"(?-i:{text})" if len(name) <= _SHORT or name.isupper() else text)
    return "(?:" + "|".join(parts) + ")"


def _named_groups_cut(pattern: str) -> str:
    return pattern.replace("(?P<date>", "(?:")


class _Around:
    """How names stand at an end of a line, compiled when asked for."""

    def __init__(self, names: str) -> None:
        self._names = names

    @cached_property
    def suffix(self) -> re.Pattern[str]:
        """One of them at the end, with what leads to it."""
        return re.compile(
            rf"[\s,/|·•–—-]*(?:\b(?:of|for|with|de|pour|avec)\s+)?(?:the\s+)?(?<!\w){self._names}\W*$",
            re.IGNORECASE,
        )

    @cached_property
    def prefix(self) -> re.Pattern[str]:
        """One of them at the beginning, with what sets it off."""
        return re.compile(rf"^\W*(?:the\s+)?{self._names}(?!\w)\s*(?:[,/|·•:–—-]\s*|$)", re.IGNORECASE)

    @cached_property
    def photo(self) -> re.Pattern[str]:
        """A photo credit at the end."""
        return re.compile(rf"(?:^|[.\s(])(?:the )?{self._names}{_PHOTO_TAIL}", re.IGNORECASE)


def _spellings(readers: Sequence[_Reader]) -> tuple[str, ...]:
    return tuple(name for reader in readers for name in reader.spellings)


@lru_cache(maxsize=128)
def _around(names: tuple[str, ...]) -> _Around:
    """The patterns of the agencies that a line may name: of all there are they would take long to compile."""
    return _Around(_either(names))


class Agencies:
    """The agencies one knows, ready to be recognised.

    Args:
        agencies: the records of agencies.toml, whose patterns were seen to compile when they were read.
    """

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self._readers = tuple(_Reader(a) for a in agencies)
        self._by_word: dict[str, list[int]] = {}  # key of a name → places among the readers
        for place, reader in enumerate(self._readers):
            for key in reader.longest_words():
                self._by_word.setdefault(key, []).append(place)
        self._own: dict[Place, re.Pattern[str]] = {}
        self._first_published = [
            (a.name, re.compile(p, re.IGNORECASE)) for a in agencies for p in a.first_published
        ]

    def find(self, text: str, place: Place) -> str | None:
        """The agency that a line names in that place, or None. A line "with files from …" names none."""
        if not text or (place == "credit" and (len(text) > LONGEST_CREDIT or _WITH_FILES.match(text))):
            return None
        named, is_own = self._spelt_in(text), self._owns(place).search(text) is not None
        for reader in self._readers if is_own else named:
            if reader.is_in(place, text, is_named=reader in named, is_own=is_own):
                return reader.name
        return None

    def _owns(self, place: Place) -> re.Pattern[str]:
        """The own patterns of all agencies as one: hardly a line fits any."""
        if place not in self._own:
            every = "|".join(reader.own(place) for reader in self._readers) or r"(?!)"
            self._own[place] = re.compile(every, re.IGNORECASE)
        return self._own[place]

    def named(self, text: str | None) -> str | None:
        """The agency whose name, and nothing else, the text is."""
        if not text or len(text) > LONGEST_CREDIT:
            return None
        return next((r.name for r in self._spelt_in(text) if r.only.fullmatch(text)), None)

    def mentioned(self, text: str | None) -> str | None:
        """The agency named anywhere in a short text, as whole words."""
        if not text or len(text) > LONGEST_CREDIT:
            return None
        return next((r.name for r in self._spelt_in(text) if r.names.search(text)), None)

    def _spelt_in(self, text: str) -> Sequence[_Reader]:
        """The readers of the agencies that a line may name, in the agencies' order; of most lines none.

        Every pattern made from names asks for whole words: so a name's longest word, looked up, is a word of the line.
        """
        plain = _plain(text)
        places = {
            place for key in self._by_word.keys() & _WORD.findall(plain) for place in self._by_word[key]
        }
        likely = [self._readers[place] for place in sorted(places)]
        return [reader for reader in likely if reader.is_spelt_in(plain)]

    def is_photo_credit(self, text: str) -> bool:
        """Whether a line ends with an agency's photo credit ("THE CANADIAN PRESS/Jane Doe")."""
        likely = self._spelt_in(text) if "/" in text else ()
        return bool(likely) and _around(_spellings(likely)).photo.search(text) is not None

    def without(self, text: str) -> str:
        """A byline without the agency at its end or beginning ("Jane Doe, The Canadian Press" → "Jane Doe")."""
        likely = self._spelt_in(text)
        if not likely:
            return text.strip(_ENDS)
        around, former = _around(_spellings(likely)), None
        while former != text:
            former = text
            text = around.prefix.sub("", around.suffix.sub("", text)).strip(_ENDS)
        return text

    def first_published(self, text: str) -> tuple[str, str] | None:
        """(agency, day as written) where a line says when the wire first ran the story, by its own patterns."""
        for name, pattern in self._first_published:
            found = pattern.search(text)
            if found and "date" in pattern.groupindex:
                return name, found["date"]
        return None


@lru_cache(maxsize=16)
def _book(agencies: tuple[Agency, ...]) -> Agencies:
    return Agencies(agencies)


def book(agencies: Sequence[Agency]) -> Agencies:
    """The agencies, compiled once for each distinct list."""
    return _book(tuple(agencies))
