"""A story's texts as units, and who has each unit: what every inference about the wire's text starts from."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.order import by_appearance
from pipeline.core.stories.units import units

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pipeline.model import Member

Units = tuple[str, ...]


class Copy(NamedTuple):
    """A version as units, in order; ``places[i]`` is the paragraph that unit ``i`` stands in."""

    member: Member
    units: Units
    places: tuple[int, ...]

    def without(self, gone: frozenset[str]) -> Copy:
        """The copy without some units."""
        if gone.isdisjoint(self.units):
            return self
        kept = [n for n, unit in enumerate(self.units) if unit not in gone]
        return Copy(self.member, tuple(self.units[n] for n in kept), tuple(self.places[n] for n in kept))


def witness(member: Member) -> str | None:
    """Who answers for a text: the outlet's owner, else the outlet; None for an aggregator.

    The papers of one chain mostly run what one desk of theirs edited, so they are one witness; an aggregator
    shows what an outlet sent it and is none. The agency answers for its own text.
    """
    return None if member.role == "aggregator" else member.owner or member.outlet


def copy_of(member: Member) -> Copy:
    """A version as units."""
    return Copy(member, *_read(member.paragraphs))


@lru_cache(maxsize=1 << 11)  # versions: each arrival has its whole story read again
def _read(paragraphs: tuple[str, ...]) -> tuple[Units, tuple[int, ...]]:
    found: list[str] = []
    places: list[int] = []
    for place, paragraph in enumerate(paragraphs):
        inside = units(paragraph)
        found += inside
        places += [place] * len(inside)
    return tuple(found), tuple(places)


class Sightings:
    """Where the units of ONE story were seen, its copies in order of appearance."""

    def __init__(self, copies: Iterable[Copy]) -> None:
        self.copies = tuple(copies)

    @classmethod
    def of(cls, members: Iterable[Member]) -> Sightings:
        """The versions of a story, in any order, as they are."""
        return cls(map(copy_of, sorted(members, key=by_appearance)))

    def without(self, gone: frozenset[str]) -> Sightings:
        """The same without some units, wherever they stand."""
        return Sightings(copy.without(gone) for copy in self.copies) if gone else self

    @cached_property
    def pages(self) -> dict[int, tuple[Copy, ...]]:
        """Article → its copies, in order of appearance."""
        found: dict[int, list[Copy]] = defaultdict(list)
        for copy in self.copies:
            found[copy.member.article_key].append(copy)
        return {article: tuple(copies) for article, copies in found.items()}

    @cached_property
    def texts(self) -> dict[Units, tuple[Copy, ...]]:
        """Distinct text → the copies that run it, both in order of appearance."""
        found: dict[Units, list[Copy]] = defaultdict(list)
        for copy in self.copies:
            found[copy.units].append(copy)
        return {text: tuple(copies) for text, copies in found.items()}

    @cached_property
    def first(self) -> dict[str, datetime | None]:
        """Unit → its first appearance; None where no text that has it has a time."""
        found: dict[str, datetime | None] = {}
        for copy in reversed(self.copies):  # unknown times sort last
            found.update(dict.fromkeys(copy.units, copy.member.appeared_at))
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """All units."""
        return frozenset().union(*(copy.units for copy in self.copies))

    @cached_property
    def answered(self) -> frozenset[str]:
        """Units that a witness shows: of what an aggregator shows beside them it alone tells."""
        return frozenset().union(*(c.units for c in self.copies if witness(c.member) is not None))

    @cached_property
    def lone(self) -> frozenset[str]:
        """Units that one witness at most has, the agency not being it: not known to be the wire's."""
        had: dict[str, set[str]] = defaultdict(set)
        shared: set[str] = set()
        for copy in self.copies:
            who = witness(copy.member)
            if who is not None:
                had[who].update(copy.units)
            if copy.member.role == "agency":
                shared.update(copy.units)
        seen: set[str] = set()
        for units_of_one in had.values():
            shared |= seen & units_of_one
            seen |= units_of_one
        return self.known - shared
