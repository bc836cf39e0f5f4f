"""Which versions are one story."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.fingerprints import fingerprint
from pipeline.core.stories.match import link, partition
from tests.stories.conftest import LOCAL, MET, OTHER, RECAST, WIRE, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Link, Member


def tie(a: Member, b: Member) -> Link | None:
    """The link of a pair, with the sampled grams an index would count."""
    left, right = set(fingerprint(a.paragraphs)), set(fingerprint(b.paragraphs))
    return link(a, b, len(left & right), len(left), len(right))


def stories(members: Sequence[Member]) -> set[frozenset[int]]:
    """The stories of some versions, every pair looked at."""
    links = [x for a, b in combinations(members, 2) if (x := tie(a, b))]
    return set(partition(members, links))


def test_fingerprints_are_the_same_on_every_machine() -> None:
    """A stored fingerprint stays comparable: this value never changes."""
    assert fingerprint(["The river crested on Sunday night"]) == (2911217846, 3996960123)


def test_fingerprints_do_not_see_house_spelling_or_paragraph_breaks() -> None:
    """Per cent, US and quotes are the outlet's; so are line breaks."""
    one = ["About 40 percent of U.S. towns favor “a wall” along the river this spring."]
    two = ["About 40 per cent of US towns favour", '"a wall" along the river this spring.']
    assert fingerprint(one) == fingerprint(two)


def test_what_a_long_text_keeps_a_short_one_keeps_too() -> None:
    """Sampling rates are nested, so that a brief finds the long text it was cut from."""
    long = [f"{p} Town number {n} was hit." for n in range(12) for p in WIRE]
    short = long[:1]
    kept = set(fingerprint(long))
    grams = {g for i in range(len(long)) for g in fingerprint(long[i : i + 1])}
    assert kept & set(fingerprint(short)) <= kept
    assert len(kept & grams) > len(kept) / 2
    assert len(fingerprint(short)) >= 15


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (WIRE, WIRE[:3]),
        (WIRE, (RECAST, MET, *WIRE[1:])),
        (WIRE, (*WIRE[:2], *LOCAL, *WIRE[2:])),
        (WIRE[:4], (RECAST, MET, *WIRE[1:])),
        (WIRE, tuple(p.replace("dollars", "dlrs") for p in WIRE)),
    ],
)
def test_copies_cut_updated_and_filled_up_are_linked(text: Sequence[str], other: Sequence[str]) -> None:
    """Containment of the smaller text is what counts, in either direction."""
    found = tie(member(1, "Gazette", text), member(2, "Herald", other, 90))
    assert found is not None
    assert max(found.in_a, found.in_b) >= 0.4
    assert found.passage_words >= 12


@pytest.mark.parametrize(
    "other",
    [
        member(2, "Herald", OTHER),
        member(2, "Herald", (*OTHER[:2], WIRE[1], *OTHER[2:])),
        member(2, "Herald", WIRE, 60 * 24 * 11),
        member(2, "Herald", WIRE, language="fr"),
    ],
    ids=["another story", "one borrowed paragraph", "eleven days later", "another language"],
)
def test_what_is_no_copy_is_not_linked(other: Member) -> None:
    """Other stories, borrowed passages, old texts and translations stay apart."""
    assert tie(member(1, "Gazette", WIRE, language="en"), other) is None


MARKET = (
    "Stocks on the Dunmore exchange closed {} on {} as the main index {} {} points to {} in heavy trading, brokers said.",
    "Volume was {} million shares, against {} million on the day before, and {} issues rose while {} fell.",
    "The Orrin crown was quoted at {} to the dollar at the close, after {} at the opening of the exchange.",
)


def market(*figures: str) -> tuple[str, ...]:
    """A market close with these figures."""
    left = list(figures)
    return tuple(p.format(*[left.pop(0) for _ in range(p.count("{}"))]) for p in MARKET)


def test_two_days_of_one_market_table_do_not_glue() -> None:
    """The same frame with other figures is another day's item."""
    monday = market("higher", "Monday", "gained", "14.2", "2,310.7", "88", "91", "310", "122", "1.42", "1.44")
    tuesday = market("lower", "Tuesday", "lost", "9.5", "2,301.2", "79", "88", "140", "280", "1.45", "1.42")
    assert tie(member(1, "Gazette", monday), member(2, "Herald", tuesday, 1440)) is None
    assert tie(member(1, "Gazette", monday), member(2, "Herald", monday, 60)) is not None


def test_a_page_whose_text_was_replaced_leaves_its_story() -> None:
    """Versions of one article with nothing in common are two stories."""
    page: dict[str, Any] = {"article_key": 5, "url": "https://gazette.example/a"}
    former, now = member(1, "Gazette", WIRE, **page), member(2, "Gazette", OTHER, 600, number=2, **page)
    assert stories([former, now, member(3, "Herald", WIRE, 30)]) == {frozenset({1, 3}), frozenset({2})}


def test_an_outlets_own_paragraphs_glue_no_two_stories() -> None:
    """A local item that also stands inside a wire copy does not join the wire's story."""
    local = (*LOCAL, "The club is on Mill Street.")
    members = [
        member(1, "Gazette", (*WIRE[:3], *LOCAL, *WIRE[3:])),
        member(2, "Herald", WIRE, 10),
        member(3, "Post", WIRE, 20),
        member(4, "Gazette", local, 5, article_key=77, url="https://gazette.example/local"),
    ]
    assert frozenset({1, 2, 3}) in stories(members)


def test_a_roundup_joins_none_of_the_stories_it_contains() -> None:
    """A page that contains two stories is a story of its own."""
    roundup = (*WIRE[:4], *OTHER)
    members = [
        member(1, "Gazette", WIRE),
        member(2, "Herald", WIRE, 10),
        member(3, "Post", OTHER, 20),
        member(4, "Star", OTHER, 30),
        member(5, "Digest", roundup, 60),
    ]
    assert stories(members) == {frozenset({1, 2}), frozenset({3, 4}), frozenset({5})}


VERSIONS = [
    member(1, "Gazette", WIRE),
    member(2, "Herald", WIRE[:4], 10),
    member(3, "Post", (RECAST, MET, *WIRE[1:]), 70),
    member(4, "Star", OTHER, 20),
    member(5, "Digest", (*WIRE[:3], *OTHER), 60),
    member(6, "Sun", (*WIRE[:2], *LOCAL, *WIRE[2:]), 15),
]
LINKS = [x for a, b in combinations(VERSIONS, 2) if (x := tie(a, b))]


@given(st.permutations(VERSIONS), st.permutations(LINKS))
def test_stories_do_not_depend_on_the_order_of_anything(members: list[Member], links: list[Link]) -> None:
    """The same versions and links in any order make the same stories, each version in one."""
    found = partition(members, links)
    assert found == partition(VERSIONS, LINKS)
    assert sorted(key for group in found for key in group) == [1, 2, 3, 4, 5, 6]
