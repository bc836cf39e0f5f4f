"""Ids of stories: kept, given back, never given twice, never to something else."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.naming import Naming, name_stories

if TYPE_CHECKING:
    from collections.abc import Iterable

Group = frozenset[int]
Name = tuple[int, str]
VERSIONS = 8


class Book:
    """What a store remembers between derivations: who stands where, and what stood where it is no more."""

    def __init__(self) -> None:
        self.before: dict[int, Name] = {}
        self.past: dict[Name, set[int]] = defaultdict(set)
        self.ever: dict[Name, set[int]] = defaultdict(set)
        self._fresh = count(1)

    def derive(self, groups: Iterable[Group]) -> Naming:
        """Name these groups as a run would, and remember."""
        living = set(self.before.values())
        former = {n: frozenset(v) for n, v in self.past.items() if n not in living}
        found = name_stories(sorted(groups, key=min), self.before, self._new, former)
        self.before |= {v: name for group, name in found.names.items() for v in group}
        for change in found.changes:
            if change.kind == "merge":
                self.past[change.old_key, change.old_id] |= change.moved
        for group, name in found.names.items():
            self.ever[name] |= group
        return found

    def _new(self, _group: Group) -> Name:
        number = next(self._fresh)
        return number, f"s{number}"


def groups_of(labels: list[int]) -> set[Group]:
    """Versions 0, 1, … with the labels of their groups → the groups."""
    by_label = defaultdict(set)
    for version, label in enumerate(labels):
        by_label[label].add(version)
    return {frozenset(g) for g in by_label.values()}


partitions = st.lists(st.integers(0, 3), min_size=VERSIONS, max_size=VERSIONS).map(groups_of)


@given(st.lists(partitions, min_size=1, max_size=6))
def test_no_two_groups_have_one_id_and_every_change_is_logged(history: list[set[Group]]) -> None:
    """Whatever merges and splits: ids are distinct, and whoever changed its id did so on record."""
    book = Book()
    for groups in history:
        before = dict(book.before)
        found = book.derive(groups)
        assert len(set(found.names.values())) == len(groups)
        moved = {(v, c.old_id, c.new_id) for c in found.changes for v in c.moved}
        assert moved == {(v, old[1], book.before[v][1]) for v, old in before.items() if book.before[v] != old}


@given(st.lists(partitions, min_size=1, max_size=6))
def test_an_id_goes_only_to_what_held_some_of_it_before(history: list[set[Group]]) -> None:
    """An id never comes to mean versions of which none ever stood there."""
    book = Book()
    for groups in history:
        known = {name: set(versions) for name, versions in book.ever.items()}
        for group, name in book.derive(groups).names.items():
            assert name not in known or known[name] & group


@given(partitions, partitions)
def test_the_same_groups_keep_their_ids(one: set[Group], other: set[Group]) -> None:
    """Deriving again what stands changes nothing and logs nothing."""
    book = Book()
    book.derive(one)
    names = book.derive(other).names
    again = book.derive(other)
    assert again.names == names
    assert again.changes == ()


@given(partitions, st.data())
def test_two_stories_that_were_one_for_a_while_are_named_as_before(
    groups: set[Group], data: st.DataObject
) -> None:
    """A merge that is undone, by a person or by what came late, leaves every id as it was."""
    book = Book()
    names = book.derive(groups).names
    if len(groups) > 1:
        a, b = data.draw(
            st.lists(st.sampled_from(sorted(groups, key=min)), min_size=2, max_size=2, unique=True)
        )
        book.derive((groups - {a, b}) | {a | b})
        assert book.derive(groups).names == names


@given(partitions, st.data())
def test_a_story_that_was_two_for_a_while_is_named_as_before(groups: set[Group], data: st.DataObject) -> None:
    """And so does a split."""
    book = Book()
    names = book.derive(groups).names
    whole = data.draw(st.sampled_from(sorted(groups, key=min)))
    part = frozenset(data.draw(st.sets(st.sampled_from(sorted(whole)), min_size=1)))
    if part != whole:
        book.derive((groups - {whole}) | {part, whole - part})
        assert book.derive(groups).names == names


def test_of_two_equal_halves_the_one_the_name_was_made_from_goes_on() -> None:
    """A roundup that leaves the one story it was taken for takes no id away."""
    one, other = frozenset({1}), frozenset({2})
    before = {1: (7, "s7"), 2: (7, "s7")}
    for root, kept in ((1, one), (2, other)):
        found = name_stories([one, other], before, lambda _group: (8, "s8"), {}, {(7, "s7"): root})
        assert found.names[kept] == (7, "s7")
