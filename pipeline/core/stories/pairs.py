"""Which pairs of a story's versions are kept compared: every revision, and one copy pair for each version."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.core.stories.order import by_appearance
from pipeline.model import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Lineage, Member


def pairs(members: Sequence[Member], lineage: Lineage) -> tuple[Pair, ...]:
    """The kept pairs of ONE story, each earlier → later by appearance, sorted.

    Args:
        members: the story's versions, in any order.
        lineage: their write-throughs.

    Returns:
        The revisions among them, and for each version one copy pair: from the earliest version at another
        outlet with the same write-through, or, where it is the first of its write-through, from the earliest
        version at another outlet of the nearest write-through before. Nothing comes before the first.
    """
    ordered = sorted(members, key=by_appearance)
    return (*revisions(ordered), *_copies(ordered, lineage))


def revisions(members: Iterable[Member]) -> tuple[Pair, ...]:
    """Successive versions of each article, whatever story they belong to (a replaced text is a revision too)."""
    articles = defaultdict(list)
    for m in members:
        articles[m.article_key].append(m)
    return tuple(
        Pair(before.version_key, after.version_key, "revision")
        for key in sorted(articles)
        for before, after in pairwise(sorted(articles[key], key=lambda m: m.number))
        if after.number == before.number + 1
    )


def _copies(ordered: list[Member], lineage: Lineage) -> list[Pair]:
    """One pass in order of appearance: ``seen`` holds the earliest versions of each write-through so far."""
    seen: dict[int, list[Member]] = defaultdict(list)
    kept = []
    for m in ordered:
        number = lineage.runs[m.version_key][0]
        former = _former(m, number, seen)
        if former is not None:
            kept.append(Pair(former.version_key, m.version_key, "copy"))
        if all(other.outlet != m.outlet for other in seen[number]):
            seen[number].append(m)
    return kept


def _former(member: Member, number: int, seen: dict[int, list[Member]]) -> Member | None:
    for n in range(number, -1, -1):
        for other in seen[n]:
            if other.outlet != member.outlet:
                return other
    return None
