"""A text as a template sees it: the facts it says, and the names in its lead. Read once a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache

from pipeline.core.stories.facts import fact_of
from pipeline.core.stories.grams import house_words, read
from pipeline.core.stories.signs import Book, facts_of, signs_of

_FIRST = 3  # paragraphs in which the lead stands
SUBJECT_WITHIN = 20  # words from the start
_INITIALS = 2  # letters: too few to tell a name by
_STOCK = frozenset("the and for inc corp ltd plc said says its from with that this has are was".split())  # noqa: SIM905 - reads better
_SIGNS = 200  # of a text: its lead
_RULE = re.compile(r"^\W+")  # what a bulletin is set off by
_CAPITAL = "[A-ZÀ-Þ]"
_NAMES = rf"{_CAPITAL}[\w'’.&-]*(?: {_CAPITAL}[\w'’.&-]*)"
_OPENING = re.compile(f"{_NAMES}+")
_BEHIND = (
    rf"(?:(?<=[a-zß-ÿ] {_CAPITAL})|(?<=[a-zß-ÿ], {_CAPITAL}))"  # asked of capitals only: four times as fast
)
NAME = re.compile(rf" ({_CAPITAL}{_BEHIND}[\w'’.&-]*(?: {_CAPITAL}[\w'’.&-]*)*)")  # its group is the name


class Frame:
    """A body as signs of ``book``. ``size``: its words; ``facts``: those it says, in order; ``places``: where."""

    def __init__(self, paragraphs: tuple[str, ...], book: Book) -> None:
        self.paragraphs, self.book = paragraphs, book
        self.signs = signs_of(paragraphs, book)
        self.size = len(self.signs)
        self.facts, self.places = facts_of(self.signs, book)

    @property
    def words(self) -> tuple[str, ...]:
        """The words the signs stand for."""
        return read(self.paragraphs).words

    @cached_property
    def said(self) -> frozenset[str]:
        """The different facts."""
        return frozenset(self.facts)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Those of them that are figures."""
        return frozenset([fact for fact in self.said if fact[0].isdigit()])

    @cached_property
    def subject(self) -> dict[str, str]:
        """Sign → word of the names in the lead."""
        return {self.book.sign(word): word for word in _subject(self.paragraphs[:_FIRST])}

    @cached_property
    def named(self) -> list[str]:
        """Signs of those of them that stand where a text says who it is about."""
        first = self.signs[:SUBJECT_WITHIN]
        return [sign for sign in self.subject if sign in first]

    def facts_in(self, start: int, end: int) -> list[str]:
        """The facts among the words from ``start`` to before ``end``, in order."""
        if start == end:
            return []
        first = bisect_left(self.places, start)
        return self.facts[first : bisect_left(self.places, end, first)]


@lru_cache(maxsize=2048)
def frame(paragraphs: tuple[str, ...], book: Book) -> Frame:
    """Read the frame of a body; the last ones are remembered, since the next batch meets them again."""
    return Frame(paragraphs, book)


def _subject(first: tuple[str, ...]) -> frozenset[str]:
    """The names in a lead, by their capitals; in a bulletin in capitals, any word that is no stock word."""
    lead = _RULE.sub("", " ".join(first)[:_SIGNS], count=1)
    bulletin = first[0][:_SIGNS] if first and first[0].isupper() else ""
    opening = _OPENING.match(lead)
    found = (bulletin, *([opening[0]] if opening else ()), *NAME.findall(lead))
    words = house_words(" ".join(found))
    return frozenset(w for w in words if len(w) > _INITIALS and not fact_of(w)) - _STOCK
