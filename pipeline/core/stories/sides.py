"""The sides of pairs: what verification asks of a version, made once however many pairs it stands in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.core.stories.evidence import names
from pipeline.core.stories.frames import frame
from pipeline.core.stories.grams import read
from pipeline.core.stories.signs import open_book
from pipeline.core.stories.tails import without_closing

if TYPE_CHECKING:
    from pipeline.core.stories.frames import Frame
    from pipeline.core.stories.signs import Book
    from pipeline.model import Member


class Side:
    """A version, and its body without closing lines. Sides are compared with those that were read by one book."""

    def __init__(self, member: Member, book: Book) -> None:
        self.member, self._book = member, book
        self.body = without_closing(member.paragraphs)

    @cached_property
    def words(self) -> int:
        """In the body."""
        return read(self.body).starts[-1]

    @cached_property
    def frame(self) -> Frame:
        """Of the whole text."""
        return frame(self.member.paragraphs, self._book)

    @cached_property
    def body_frame(self) -> Frame:
        """Of the body."""
        return self.frame if self.body is self.member.paragraphs else frame(self.body, self._book)

    @cached_property
    def names(self) -> frozenset[str]:
        """In the whole text."""
        return names(self.member.paragraphs)


class Sides:
    """The sides of many pairs."""

    def __init__(self) -> None:
        self._book = open_book()
        self._sides: dict[int, Side] = {}

    def of(self, member: Member) -> Side:
        """The version as a side; the same for each pair that it is in."""
        side = self._sides.get(member.version_key)
        if side is None:
            side = self._sides[member.version_key] = Side(member, self._book)
        return side
