"""Stable story ids: a group keeps the id most of its versions had; what merges or splits is logged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Name = tuple[int, str]
Group = frozenset[int]


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A story that went into another (merge), or out of which another came (split)."""

    old_id: str
    new_id: str
    kind: Literal["merge", "split"]
    versions: int


@dataclass(frozen=True, slots=True)
class Naming:
    """Key and id of every group, and the merges and splits that lead there."""

    names: dict[Group, Name]
    changes: tuple[StoryChange, ...]


def name_stories(
    groups: Sequence[Group], before: Mapping[int, Name], fresh: Callable[[Group], Name]
) -> Naming:
    """Give every group of versions the name it had, or a fresh one.

    Args:
        groups: the stories now, as sets of version keys.
        before: the (key, id) of the story each version stood in; new versions are missing.
        fresh: makes the name of a story that is new.

    Returns:
        Each old name goes to at most one group: the one that holds most of its versions.
    """
    shares = {group: Counter(before[v] for v in group if v in before) for group in groups}
    wishes = sorted(
        ((count, name, group) for group, counted in shares.items() for name, count in counted.items()),
        key=lambda wish: (-wish[0], wish[1], sorted(wish[2])),
    )
    names: dict[Group, Name] = {}
    given: set[Name] = set()
    for _, name, group in wishes:
        if group not in names and name not in given:
            names[group] = name
            given.add(name)
    for group in groups:
        if group not in names:
            names[group] = fresh(group)
    return Naming(names, tuple(_changes(shares, names, given)))


def _changes(
    shares: Mapping[Group, Counter[Name]], names: Mapping[Group, Name], given: set[Name]
) -> list[StoryChange]:
    return [
        StoryChange(old[1], names[group][1], "split" if old in given else "merge", count)
        for group, counted in shares.items()
        for old, count in sorted(counted.items())
        if old != names[group]
    ]
