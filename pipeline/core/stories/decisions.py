"""What people decided about stories: these are one, those are never one, whatever the evidence says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from pipeline.model import Decision

Side = tuple[int, bool]  # of a decision "apart": its key, and whether it is the side a


@dataclass(frozen=True, slots=True)
class Bars:
    """From whom some versions are to be kept apart: the sides of decisions they stand on.

    ``sides`` speaks of all of them together; ``single`` of each version that is on any.
    """

    sides: frozenset[Side] = frozenset()
    single: Mapping[int, frozenset[Side]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.single)

    def of(self, versions: Iterable[int]) -> Bars:
        """The bars of these versions taken together."""
        if not self.single:
            return self
        return Bars(frozenset().union(*(self.single.get(v, frozenset()) for v in versions)))

    def forbids(self, other: Bars) -> bool:
        """Whether the two stand on opposite sides of a decision."""
        return bool(self.sides) and any((key, not side) in other.sides for key, side in self.sides)

    def joined(self, other: Bars) -> Bars:
        """The bars of both together."""
        return Bars(self.sides | other.sides) if other.sides else self


def bars_of(decisions: Sequence[Decision], known: Container[int]) -> Bars:
    """Who is barred from whom, by "apart" alone and by "together" with one who is.

    Args:
        decisions: those that are in force, in any order.
        known: the versions that are looked at.
    """
    single: dict[int, set[Side]] = defaultdict(set)
    for decision in decisions:
        if decision.kind == "apart":
            for is_a, side in ((True, decision.a), (False, decision.b)):
                for version in side:
                    single[version].add((decision.key, is_a))
    for side_by_side in _together(decisions):
        shared: set[Side] = set().union(*(single.get(v, set()) for v in side_by_side))
        for version in side_by_side if shared else ():
            single[version] |= _compatible(single[version], shared)
    return Bars(single={v: frozenset(sides) for v, sides in single.items() if v in known})


def _together(decisions: Iterable[Decision]) -> list[set[int]]:
    """Versions that were decided to be together, by whatever chain of decisions."""
    groups: list[set[int]] = []
    for decision in decisions:
        if decision.kind == "together":
            fresh = set(decision.a | decision.b)
            for old in [g for g in groups if g & fresh]:
                groups.remove(old)
                fresh |= old
            groups.append(fresh)
    return groups


def _compatible(own: set[Side], shared: set[Side]) -> set[Side]:
    """What a version takes over: nothing that would bar it from itself, where two decisions contradict."""
    return {(key, side) for key, side in shared if (key, not side) not in shared | own}
