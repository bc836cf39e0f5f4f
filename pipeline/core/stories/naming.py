"""Stable story ids: a group keeps the id most of its versions had; what merges or splits is logged.

A story that went into another and comes out again gets its old id back, so that an undone decision leaves
everything as it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Name = tuple[int, str]
Group = frozenset[int]


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A story that went into another (merge), or out of which another came (split), by these versions."""

    old_id: str
    new_id: str
    kind: Literal["merge", "split"]
    versions: int
    old_key: int = 0
    moved: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Naming:
    """Key and id of every group, and the merges and splits that lead there."""

    names: dict[Group, Name]
    changes: tuple[StoryChange, ...]


def name_stories(
    groups: Sequence[Group],
    before: Mapping[int, Name],
    fresh: Callable[[Group], Name],
    former: Mapping[Name, frozenset[int]] | None = None,
    roots: Mapping[Name, int] | None = None,
) -> Naming:
    """Give every group of versions the name it had, or one it had once, or a fresh one.

    Args:
        groups: the stories now, as sets of version keys.
        before: the (key, id) of the story each version stood in; new versions are missing.
        fresh: makes the name of a story that is new.
        former: names no story has any more, and the versions that stood there when it went into another.
        roots: the version each name was made from, where it is among these: of two equal halves, its half goes on.

    Returns:
        Each old name goes to at most one group: the one that holds most of its versions, those that came from
        a former story counted last. A former name comes back to a group that holds half or more of what it stood for.
    """
    past, made_from = former or {}, roots or {}
    strangers = {v for versions in past.values() for v in versions}
    shares = {group: Counter(before[v] for v in group if v in before) for group in groups}
    own = {group: Counter(before[v] for v in group if v in before and v not in strangers) for group in groups}
    wishes = sorted(
        (
            (-own[group][name], -count, made_from.get(name) not in group, name, sorted(group), group)
            for group, counted in shares.items()
            for name, count in counted.items()
        ),
        key=lambda wish: wish[:5],
    )
    names = _granted((name, group) for *_, name, _, group in wishes)
    kept = set(names.values())
    names |= _come_back([g for g in groups if g not in names], past, kept)
    names |= {group: fresh(group) for group in groups if group not in names}
    return Naming(names, tuple(_changes(groups, before, names, kept)))


def _granted(wishes: Iterator[tuple[Name, Group]]) -> dict[Group, Name]:
    """The first wish for each group and each name."""
    names: dict[Group, Name] = {}
    given: set[Name] = set()
    for name, group in wishes:
        if group not in names and name not in given:
            names[group] = name
            given.add(name)
    return names


def _come_back(
    nameless: Sequence[Group], past: Mapping[Name, frozenset[int]], kept: set[Name]
) -> dict[Group, Name]:
    found = [
        (-len(group & versions), len(versions), name, sorted(group), group)
        for group in nameless
        for name, versions in past.items()
        if name not in kept and 2 * len(group & versions) >= len(versions)
    ]
    return _granted((name, group) for *_, name, _, group in sorted(found, key=lambda x: x[:4]))


def _changes(
    groups: Sequence[Group], before: Mapping[int, Name], names: Mapping[Group, Name], kept: set[Name]
) -> Iterator[StoryChange]:
    for group in groups:
        moved: dict[Name, set[int]] = {}
        for version in group:
            old = before.get(version)
            if old is not None and old != names[group]:
                moved.setdefault(old, set()).add(version)
        for old, versions in sorted(moved.items()):
            kind: Literal["merge", "split"] = "split" if old in kept else "merge"
            yield StoryChange(old[1], names[group][1], kind, len(versions), old[0], frozenset(versions))
