"""What two bodies share is counted by numbers; the long way round, by sets, gives the same."""

from __future__ import annotations

from itertools import combinations, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories import match
from pipeline.core.stories.grams import GRAM_WORDS, read
from pipeline.core.stories.match import link, links
from pipeline.core.stories.passages import Shared, Together
from tests.stories.conftest import LOCAL, MET, OTHER, RECAST, WIRE, member

Body = tuple[str, ...]

WORDS = ("river", "crest", "wall", "flood", "dike", "gym", "cot")
few_words = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
bodies = st.lists(few_words | st.sampled_from([*WIRE, *OTHER]), max_size=5).map(tuple)


def counted(a: Body, b: Body) -> Shared:
    """The same by sets of grams and a walk through the words of ``a``."""
    ours, theirs = read(a).distinct, read(b).distinct
    both = len(ours & theirs)
    if not both:
        return Shared(0, 0.0, 0.0, 0, 0)
    runs = []
    for is_in, run in groupby(enumerate(read(a).grams), lambda place: place[1] in theirs):
        places = [place for place, _ in run]
        runs += [(len(places) + GRAM_WORDS - 1, -places[0])] if is_in else []
    longest, start = max(runs)
    return Shared(both, both / len(ours), both / len(theirs), longest, sum(n for n, _ in runs), -start)


@given(st.lists(bodies, min_size=2, max_size=4))
def test_numbered_grams_count_as_sets_of_them_do(texts: list[Body]) -> None:
    """Bodies that repeat themselves, each other or nothing: grams, shares and passages are exact."""
    together = Together(texts)
    for a, b in combinations(texts, 2):
        assert together.shared(a, b) == counted(a, b)
        assert together.places(a, b) == bytes(gram in read(b).distinct for gram in read(a).grams)


def test_passages_are_looked_for_only_where_enough_is_shared() -> None:
    """Less than asked for: the shares are told, no passage is."""
    a, b = WIRE, (*OTHER, *WIRE[:1])
    full, cut = (Together([a, b]).shared(a, b, least) for least in (0.0, 0.9))
    assert full.longest > 0
    assert cut == Shared(full.grams, full.in_a, full.in_b, 0, 0)


VERSIONS = [
    member(1, "Gazette", WIRE),
    member(2, "Herald", WIRE[:4], 10),
    member(3, "Post", (RECAST, MET, *WIRE[1:]), 70),
    member(4, "Star", OTHER, 20),
    member(5, "Sun", (*WIRE[:2], *LOCAL, *WIRE[2:]), 15),
]
PAIRS = [(b, a, 20, 60, 60) for a, b in combinations(VERSIONS, 2)]


@pytest.mark.parametrize("words", [1, 300, 1 << 21])
def test_pairs_looked_at_together_are_linked_as_each_is_alone(
    words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few fit into memory at a time."""
    monkeypatch.setattr(match, "TOGETHER", words)
    assert links(PAIRS) == [found for pair in PAIRS if (found := link(*pair))]
    assert links([]) == []
