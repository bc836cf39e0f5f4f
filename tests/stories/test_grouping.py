"""Stories out of links: a function of sets, with bounds, and with what people decided above all."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories import grouping
from pipeline.core.stories.grouping import SetApart, group, partition
from pipeline.model import Decision, Link, Member

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random
    from typing import Literal

    import pytest

TOPICS = tuple(
    " ".join(f"{topic}{n}" for n in range(40)) for topic in ("river", "court", "cattle", "harbour", "orchard")
)
COUNT = 9


def version(key: int, topics: Sequence[int], article: int | None = None) -> Member:
    """A version made of some topics, each a paragraph."""
    outlet = f"Outlet {article if article is not None else key}"
    paragraphs = tuple(TOPICS[t] for t in topics)
    return Member(
        key, article if article is not None else 100 + key, outlet, f"http://{key}.example/", 1, paragraphs
    )


def tie(a: int, b: int, share: float) -> Link:
    """A link of this strength."""
    return Link(min(a, b), max(a, b), 10, share, share, 40, 40)


members = st.lists(
    st.sets(st.integers(0, len(TOPICS) - 1), min_size=1, max_size=2), min_size=COUNT, max_size=COUNT
).map(lambda rows: [version(key, sorted(topics), key // 2) for key, topics in enumerate(rows)])
links = st.dictionaries(
    st.sampled_from(list(combinations(range(COUNT), 2))),
    st.sampled_from((0.4, 0.5, 0.7, 0.9, 1.0)),
    max_size=14,
).map(lambda found: [tie(a, b, share) for (a, b), share in found.items()])
sides = st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=2)
KINDS: tuple[Literal["together", "apart"], ...] = ("together", "apart")
decisions = st.lists(st.tuples(st.sampled_from(KINDS), sides, sides), max_size=4).map(
    lambda rows: [
        Decision(n, kind, frozenset(a), frozenset(b - a)) for n, (kind, a, b) in enumerate(rows) if b - a
    ]
)
aparts = st.tuples(
    st.sets(st.integers(0, COUNT - 1), max_size=2),
    st.sets(st.sampled_from(list(combinations(range(COUNT), 2))), max_size=3),
).map(lambda found: SetApart(frozenset(found[0]), frozenset(found[1])))


@given(members, links, aparts, decisions, st.randoms(use_true_random=False))
def test_the_order_of_nothing_matters(
    versions: list[Member], found: list[Link], apart: SetApart, decided: list[Decision], chance: Random
) -> None:
    """Versions, links and decisions in any order: the same stories, each version in one."""
    expected = partition(versions, found, apart, decided)
    again = (
        chance.sample(versions, len(versions)),
        chance.sample(found, len(found)),
        chance.sample(decided, len(decided)),
    )
    assert partition(again[0], again[1], apart, again[2]) == expected
    assert sorted(key for story in expected for key in story) == list(range(COUNT))


@given(members, links, aparts, decisions)
def test_what_is_not_connected_does_not_matter(
    versions: list[Member], found: list[Link], apart: SetApart, decided: list[Decision]
) -> None:
    """Other versions, linked among themselves, leave these stories as they are."""
    strangers = [version(50 + n, [n % len(TOPICS)]) for n in range(4)]
    more = [tie(50, 51, 1.0), tie(51, 52, 0.8)]
    alone = set(partition(versions, found, apart, decided))
    assert alone <= set(partition([*versions, *strangers], [*found, *more], apart, decided))


@given(members, links, aparts, decisions)
def test_what_was_decided_apart_is_apart(
    versions: list[Member], found: list[Link], apart: SetApart, decided: list[Decision]
) -> None:
    """Whatever the links, and whatever else was decided."""
    for story in partition(versions, found, apart, decided):
        for one in decided:
            assert one.kind == "together" or not (story & one.a and story & one.b)


@given(members, links, aparts, sides, sides)
def test_what_was_decided_together_is_together(
    versions: list[Member], found: list[Link], apart: SetApart, a: set[int], b: set[int]
) -> None:
    """Where nothing was decided to the contrary."""
    decided = [Decision(1, "together", frozenset(a), frozenset(b))]
    stories = partition(versions, found, apart, decided)
    assert any(a | b <= story for story in stories)


@given(members, links, aparts, decisions)
def test_a_decision_that_was_undone_leaves_nothing(
    versions: list[Member], found: list[Link], apart: SetApart, decided: list[Decision]
) -> None:
    """Stories are derived from what is in force: the partition has no memory."""
    before = partition(versions, found, apart)
    partition(versions, found, apart, decided)
    assert partition(versions, found, apart) == before


def test_together_passes_on_who_is_to_be_kept_apart() -> None:
    """A and B are one, B and C never: then A and C are not either, though their texts are the same."""
    versions = [version(1, [0]), version(2, [1]), version(3, [0])]
    decided = [
        Decision(1, "together", frozenset({1}), frozenset({2})),
        Decision(2, "apart", frozenset({2}), frozenset({3})),
    ]
    assert partition(versions, [tie(1, 3, 1.0)], None, decided) == (frozenset({1, 2}), frozenset({3}))


def test_a_chain_of_weak_links_glues_no_stories() -> None:
    """Two stories of two articles each; a page with a part of both joins the one it is tied to by most."""
    versions = [version(1, [0]), version(2, [0]), version(3, [1]), version(4, [1]), version(5, [0, 1])]
    found = [tie(1, 2, 1.0), tie(3, 4, 1.0), tie(2, 5, 0.9), tie(3, 5, 0.8)]
    stories = partition(versions, found, SetApart(frozenset(), frozenset()))
    assert stories == (frozenset({1, 2, 5}), frozenset({3, 4}))


def test_a_story_is_let_grow_to_a_bound_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound strongest links still come first, and the rest stands apart."""
    monkeypatch.setattr(grouping, "MOST_ARTICLES", 3)
    versions = [version(n, [0]) for n in range(1, 6)]
    found = [tie(a, b, 1.0 - b / 100) for a, b in combinations(range(1, 6), 2)]
    made = group(versions, found)
    assert max(map(len, made.groups)) == 3
    assert made.too_large == (frozenset({1, 2, 3}),)
    assert not group(versions[:3], found).too_large
