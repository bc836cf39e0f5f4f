"""What a page has of another text: briefs of a digest, a sidebar, an excerpt; and which pages are roundups."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.fingerprints import fingerprint
from pipeline.core.stories.grouping import partition, set_apart
from pipeline.core.stories.match import link
from pipeline.core.stories.mentions import MOSTLY, mention, mentions_between
from pipeline.core.stories.roundups import is_roundup, is_side_by_side, may_be_roundup
from pipeline.model import Link
from tests.stories.conftest import LOCAL, MET, OTHER, RECAST, WIRE, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Member, Mention

HERD = (
    "Forty head of cattle walked out of the auction barn at Tull on Saturday and were found on the ice of Lake Ansel.",
    "Drovers from Sorrel County brought them back one by one on a rope, and the last came ashore at noon, unhurt.",
    "The barn's gate had been left open by a film crew of Lantern Pictures, which has offered to pay for the hay.",
    "Mayor Inga Torvald said the ice had held “by the grace of a cold April” and asked for a better latch.",
    "The sale was put off to Thursday, and the buyers from Port Anders were given soup in the town hall.",
)
LONG = (
    *WIRE,
    "Mayor Ida Brandvold of Orrin Falls said that half of her town had been under water twice since Calder took office.",
    "Calder said the province would buy out the 60 houses on Dyke Street if their owners asked for it by the fall.",
)
AGAIN = tuple(f"{p} Ruth Calder said so at Orrin Falls, with the Red Cross beside her." for p in WIRE[1:4])
INTRO = (
    "Here is what readers of the Digest need to know this evening, in a few short items and without comment."
)


def found(host: Sequence[str], *guests: Sequence[str]) -> list[Mention]:
    """The mentions of these texts on a page."""
    page = member(1, "Digest", host, 300)
    texts = [member(n, f"Outlet{n}", text, 10 * n) for n, text in enumerate(guests, start=2)]
    return [m for text in texts if (m := mention(page, text))]


def tied(members: Sequence[Member]) -> list[Link]:
    """The links among some versions, every pair looked at."""
    out = []
    for a, b in combinations(members, 2):
        left, right = set(fingerprint(a.paragraphs)), set(fingerprint(b.paragraphs))
        if x := link(a, b, len(left & right), len(left), len(right)):
            out.append(x)
    return out


def test_a_brief_is_a_mention_with_its_place() -> None:
    """A lead of a long text among other matter: from which paragraph to which, and how much of both it is."""
    (one,) = found((INTRO, *OTHER[:2], LONG[0], LONG[1], *HERD), LONG)
    assert (one.from_position, one.to_position) == (3, 4)
    assert 0 < one.in_guest < 0.4
    assert not one.unsure
    assert one.words > 30


@pytest.mark.parametrize(
    ("host", "guest", "why"),
    [
        (WIRE, WIRE, "the same text"),
        (WIRE[:4], WIRE, "a copy that was cut"),
        ((RECAST, MET, *WIRE[1:]), WIRE, "a write-through"),
        ((*WIRE[:3], *LOCAL, *WIRE[3:]), WIRE, "a copy with an outlet's own paragraphs"),
        (OTHER, WIRE, "nothing in common"),
        ((*OTHER, WIRE[2]), WIRE, "a borrowed sentence from the midst of it"),
    ],
)
def test_copies_and_strangers_are_no_mentions(host: Sequence[str], guest: Sequence[str], why: str) -> None:
    """A mention is a part among other matter."""
    assert found(host, guest) == [], why


def test_mentions_keep_to_their_days_and_language() -> None:
    """A text of last month, or in another language, is not what today's digest tells of."""
    page = member(1, "Digest", (INTRO, *OTHER, *WIRE[:2]), language="en")
    assert mention(page, member(2, "Post", WIRE, language="en"))
    assert not mention(page, member(2, "Post", WIRE, 60 * 24 * 11, language="en"))
    assert not mention(page, member(2, "Post", WIRE, language="fr"))


def test_what_stands_in_the_midst_of_both_is_unsure() -> None:
    """Which of two stories has a background passage from the other cannot be told from the two."""
    background = LONG[3:5]
    one, other = (*OTHER[:3], *background, OTHER[3]), (*HERD[:4], *background, HERD[4])
    assert [m.unsure for m in found(one, other)] == [True]
    assert [m.unsure for m in found(other, one)] == [True]


@pytest.mark.parametrize(
    ("host", "guests", "expected"),
    [
        ((*WIRE[:4], *OTHER), (WIRE, OTHER), True),
        ((*OTHER, *WIRE[:4]), (WIRE, OTHER), True),
        ((INTRO, LONG[0], OTHER[0], HERD[0]), (LONG, (*OTHER, LOCAL[0]), HERD), True),
        ((INTRO, LONG[0], HERD[0]), (LONG, HERD), False),
        ((*WIRE, *OTHER[:2]), (WIRE, (*OTHER, *LOCAL)), False),
        ((*WIRE[:3], *OTHER[:3], *WIRE[3:]), (WIRE, OTHER), False),
        ((RECAST, MET, LONG[6], *AGAIN), (AGAIN, (RECAST, MET, LONG[6])), False),
        ((*WIRE[:4], *OTHER), (WIRE,), False),
    ],
    ids=[
        "two stories",
        "in either order",
        "a digest of three briefs",
        "two briefs and an intro are no evidence",
        "a copy with an excerpt of another",
        "an insert in the midst of a copy",
        "beginning and end of one story, known apart",
        "only one of the stories is known yet",
    ],
)
def test_roundups(host: Sequence[str], guests: Sequence[Sequence[str]], expected: bool) -> None:  # noqa: FBT001 - a column of a table
    """Two texts in good part, or three excerpts, side by side and about different things."""
    page = member(1, "Digest", host, 300)
    for order in permutations(found(host, *guests)):
        assert is_roundup(page, order) is expected


parts = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 6), st.integers(2, 9)), min_size=2, max_size=5)


@given(parts, st.sets(st.sampled_from(list(combinations(range(2, 7), 2))), max_size=4), st.integers(0, 12))
def test_no_roundup_fails_the_tests_before(
    cut: list[tuple[int, int, int]], linked: set[tuple[int, int]], end: int
) -> None:
    """What is told without the texts only spares the look at them, whatever is tied and whoever has a copy."""
    sources = (WIRE, OTHER, HERD, LONG, AGAIN)
    guests = [text[:whole] for text, (_, _, whole) in zip(sources, cut, strict=False)]
    host = tuple(
        p for text, (first, n, _) in zip(sources, cut, strict=False) for p in text[first : first + n]
    )
    page, copy = member(1, "Digest", host), member(9, "Herald", host[:end] or host)
    told = found(host, *guests)
    for copies in ((), (copy,)):
        if is_roundup(page, told, copies, linked):
            assert may_be_roundup(told, linked)
            assert is_side_by_side(told)


def test_texts_that_are_linked_are_one_item() -> None:
    """Beginning and end of one story, of which other copies are known: no roundup, whatever names they have."""
    host = (*WIRE[:3], *HERD[:4])
    both = found(host, WIRE[:3], HERD[:4])
    page = member(1, "Digest", host)
    assert is_roundup(page, both)
    assert not is_roundup(page, both, tied={(2, 3)})


def test_a_sidebar_of_another_story_is_no_join() -> None:
    """A page that ends on a brief about other people is not that story's, though it has most of it."""
    page = member(1, "Gazette", (*HERD, WIRE[0], WIRE[1]), 60)
    brief = member(2, "Herald", (*WIRE[:2], WIRE[2]), 10)
    links = tied([page, brief])
    assert set_apart({1: page, 2: brief}, links).asides == ({(1, 2)} if links else set())
    assert partition([page, brief], links) == (frozenset({1}), frozenset({2}))


def test_a_write_through_that_pushed_the_old_text_down_is_no_sidebar() -> None:
    """It goes on about the same people and places."""
    late = member(1, "Gazette", (RECAST, LONG[6], LONG[7], *AGAIN, *LOCAL, WIRE[0], *WIRE[4:]), 90)
    early = member(2, "Herald", (WIRE[0], *WIRE[4:]), 10)
    links = tied([late, early])
    assert partition([late, early], links) == (frozenset({1, 2}),)


def test_two_outlets_that_run_one_roundup_are_one_story() -> None:
    """The roundup is a story of its own, at whatever many outlets, whole or cut at the end."""
    roundup = (INTRO, *WIRE[:3], *OTHER[:3], *HERD[:3])
    members = [
        member(1, "Gazette", WIRE),
        member(2, "Herald", WIRE, 10),
        member(3, "Post", OTHER, 20),
        member(4, "Star", HERD, 30),
        member(5, "Digest", roundup, 60),
        member(6, "Mosaic", roundup[:-1], 70),
    ]
    by_key = {m.version_key: m for m in members}
    links, mentions = tied(members), [m for a, b in permutations(members, 2) if (m := mention(a, b))]
    assert set(partition(members, links, set_apart(by_key, links, mentions))) == {
        frozenset({1, 2}),
        frozenset({3}),
        frozenset({4}),
        frozenset({5, 6}),
    }


texts = st.lists(st.sampled_from((*WIRE, *OTHER, *HERD, *LOCAL)), min_size=1, max_size=8).map(tuple)


@given(texts, texts)
def test_positions_lie_on_the_page_and_shares_are_shares(
    host: tuple[str, ...], guest: tuple[str, ...]
) -> None:
    """Whatever the two texts: positions exist, in order; nothing is a mention of itself."""
    for m in found(host, guest):
        assert 0 <= m.first_piece <= m.to_position < len(host)
        assert 0 <= m.from_position <= m.to_position
        assert m.from_position <= m.last_piece < len(host)
        assert 0 < m.in_host <= 0.6667
        assert 0 < m.in_guest <= 1
    assert found(host, host) == []


@given(texts, texts, st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_two_ways_at_once_are_the_same_as_each_alone(
    one: tuple[str, ...], other: tuple[str, ...], shares: tuple[float, float]
) -> None:
    """A pair is read once; a link that tells of one of them that it is mostly the other text spares that way."""
    a, b = member(1, "Gazette", one), member(2, "Herald", other, 10)
    ways = [mention(a, b), mention(b, a)]
    assert mentions_between(a, b) == [m for m in ways if m]
    linked = Link(1, 2, 2, *shares)
    may = [m for m, share in zip(ways, shares, strict=True) if m and share <= MOSTLY]
    assert mentions_between(a, b, linked) == may


@pytest.mark.parametrize(
    "paragraphs", [("",), ("word",), ("a b c d e " * 4000,), ("\x00" * 50,), ("x",) * 5000]
)
def test_strange_texts_are_read(paragraphs: tuple[str, ...]) -> None:
    """Empty, endless and meaningless bodies have no mention and cost no time."""
    assert found(paragraphs, WIRE) == []
    assert found(WIRE, paragraphs) == []
