"""Whose wire copy it is: agencies recognised in credits, bylines, datelines and copyright lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Agency

Place = Literal["credit", "byline", "dateline", "copyright", "first_published"]
LONGEST_CREDIT = 160  # signs: a credit is a line, not a paragraph
_SHORT = 4  # signs: a name this short is an initialism and only counts in its own case
_PHOTO_TAIL = r"\s*/\s*[^\W\d_][\w.'’ -]{1,60}\)?\W*$"
_WITH_FILES = re.compile(
    r"^\W*(?:with (?:additional |more )?(?:files|reporting|material|assistance|a file|contributions?)\b|"
    r"avec (?:des|les)? ?(?:informations|fichiers)\b|mit (?:material|informationen)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One agency's compiled patterns."""

    name: str
    names: re.Pattern[str]  # any of its names, whole words
    only: re.Pattern[str]  # nothing but one of its names
    at: dict[Place, re.Pattern[str]]


def _either(names: Sequence[str]) -> str:
    """An alternation of names: short ones keep their case, the others do not, and "the" is optional."""
    parts = []
    for name in sorted(names, key=len, reverse=True):
        text = re.escape(name).replace(r"\ ", r"\s+")
        parts.append(f"(?-i:{text})" if len(name) <= _SHORT or name.isupper() else text)
    return "(?:" + "|".join(parts) + ")"


def _any_of(own: Sequence[str], general: str) -> re.Pattern[str]:
    return re.compile("|".join([*(f"(?:{p})" for p in own), general]), re.IGNORECASE)


def _named_groups_cut(pattern: str) -> str:
    return pattern.replace("(?P<date>", "(?:")


def _reader(agency: Agency) -> _Reader:
    long_names = [n for n in (agency.name, *agency.aliases) if len(n) > _SHORT] or [agency.name]
    every, full = _either((agency.name, *agency.aliases)), _either(long_names)
    return _Reader(
        name=agency.name,
        names=re.compile(rf"(?<!\w){every}(?!\w)", re.IGNORECASE),
        only=re.compile(rf"\W*(?:the |la |l['’]agence )?{every}\W*", re.IGNORECASE),
        at={
            "credit": _any_of(agency.credit, rf"^(?:[\w.’' -]{{2,50}}[,|]\s*)?[-–—(\[]*\s*{full}[)\]]?\.?$"),
            "byline": _any_of(agency.byline, rf"(?<!\w){full}(?!\w)"),
            "dateline": _any_of(agency.dateline, rf"[(/]\s*{every}\s*[)/]"),
            "copyright": _any_of(agency.copyright, rf"(?:©|\bcopyright\b|\(c\)).{{0,20}}(?<!\w){full}(?!\w)"),
            "first_published": _any_of(
                [_named_groups_cut(p) for p in agency.first_published],
                rf"^(?:this|ce|cette) \w{{3,12}} (?:by|from|de|par) {every} (?:was|were|a|ont)\b",
            ),
        },
    )


class Agencies:
    """The agencies one knows, ready to be recognised.

    Args:
        agencies: the records of agencies.toml. A pattern that does not compile raises re.error.
    """

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self._readers = tuple(_reader(a) for a in agencies)
        names = [n for a in agencies for n in (a.name, *a.aliases)]
        self.alternation = _either(names) if names else r"(?!)"
        self._suffix = re.compile(
            rf"[\s,/|·•–—-]*(?:\b(?:of|for|with|de|pour|avec)\s+)?(?:the\s+)?(?<!\w){self.alternation}\W*$",
            re.IGNORECASE,
        )
        self._prefix = re.compile(
            rf"^\W*(?:the\s+)?{self.alternation}(?!\w)\s*(?:[,/|·•:–—-]\s*|$)", re.IGNORECASE
        )
        self._photo = re.compile(rf"(?:^|[.\s(])(?:the )?{self.alternation}{_PHOTO_TAIL}", re.IGNORECASE)
        self._any = re.compile(rf"(?<!\w){self.alternation}(?!\w)", re.IGNORECASE)
        self._first_published = [
            (a.name, re.compile(p, re.IGNORECASE)) for a in agencies for p in a.first_published
        ]

    def find(self, text: str, place: Place) -> str | None:
        """The agency that a line names in that place, or None. A line "with files from …" names none."""
        if not text or (place == "credit" and (len(text) > LONGEST_CREDIT or _WITH_FILES.match(text))):
            return None
        for reader in self._readers:
            if reader.at[place].search(text):
                return reader.name
        return None

    def named(self, text: str | None) -> str | None:
        """The agency whose name, and nothing else, the text is."""
        if not text or len(text) > LONGEST_CREDIT:
            return None
        return next((r.name for r in self._readers if r.only.fullmatch(text)), None)

    def mentioned(self, text: str | None) -> str | None:
        """The agency named anywhere in a short text, as whole words."""
        if not text or len(text) > LONGEST_CREDIT or not self._any.search(text):
            return None
        return next((r.name for r in self._readers if r.names.search(text)), None)

    def is_photo_credit(self, text: str) -> bool:
        """Whether a line ends with an agency's photo credit ("THE CANADIAN PRESS/Jane Doe")."""
        return "/" in text and self._photo.search(text) is not None

    def without(self, text: str) -> str:
        """A byline without the agency at its end or beginning ("Jane Doe, The Canadian Press" → "Jane Doe")."""
        former = None
        while former != text:
            former = text
            text = self._prefix.sub("", self._suffix.sub("", text)).strip(" ,/|·•–—-")
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
