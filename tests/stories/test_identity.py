"""Names that pages share are hints; their texts decide whether they are one article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.identity import Namesakes, Shown, articles, evidence_of, is_one_article

if TYPE_CHECKING:
    from pipeline.core.stories.identity import Evidence

START = datetime(2026, 3, 10, 9, tzinfo=UTC)
FERRY = (
    "The night ferry to Grey Island was held in port on Tuesday after divers found a crack in its bow door.",
    "The operator said that a replacement would sail on Wednesday and that tickets stay valid until Sunday.",
    "About two hundred passengers spent the night in the terminal, where the harbour board handed out blankets.",
)
FERRY_LATER = (
    *FERRY[:2],
    "By Wednesday noon the door had been welded, and the ferry left with half its cars.",
)
BAKERY = (
    "The oldest bakery of Larkspur Landing closes its doors on Saturday, a hundred and four years after it opened.",
    "Its owner said that nobody in the family wanted to get up at two in the morning any more.",
    "The building will be a bicycle shop, whose owner has promised to keep the sign above the window.",
)


def page(key: int, *texts: tuple[str, ...], is_target: bool = False) -> Shown:
    """A page that went on record ``key`` minutes after the first."""
    return Shown(key, START + timedelta(minutes=key), texts, is_target)


def sharing(*evidence: Evidence) -> Namesakes:
    """The pages 1 and 2, which share names."""
    return Namesakes(1, 2, frozenset(evidence))


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("guid", "guid", "id"),
        ("cms", "cms", "id"),
        ("url", "canonical", "address"),
        ("og", "redirect", "address"),
        ("url", "url", "address"),
        ("canonical", "og", "mention"),
    ],
)
def test_a_name_says_more_where_it_is_an_address_or_an_id(one: str, other: str, said: str) -> None:
    """What a page only points at is weaker than where it was found."""
    assert evidence_of(one, other) == said


@pytest.mark.parametrize(
    ("evidence", "first", "second", "one"),
    [
        (("address",), (FERRY,), (FERRY_LATER,), True),
        (("mention",), (FERRY,), (FERRY_LATER,), True),
        (("address",), (FERRY,), (BAKERY,), False),
        (("id",), (FERRY,), (BAKERY,), False),
        (("address",), (), (BAKERY,), True),
        (("id",), (), (), True),
        (("mention",), (), (BAKERY,), False),
        (("address",), (BAKERY, FERRY), (FERRY_LATER,), True),
    ],
)
def test_pages_that_share_a_name_are_one_article_where_their_texts_agree(
    evidence: tuple[Evidence, ...],
    first: tuple[tuple[str, ...], ...],
    second: tuple[tuple[str, ...], ...],
    one: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A home page as everybody's og:url, or a section front behind every dead address, joins nothing."""
    assert is_one_article(sharing(*evidence), page(1, *first), page(2, *second)) is one
    assert is_one_article(sharing(*evidence), page(2, *second), page(1, *first)) is one


def test_the_article_is_named_after_the_page_that_redirects_lead_to() -> None:
    """That is where a reader finds it; else it keeps the name it was first known by."""
    pages = {1: page(1, FERRY), 2: page(2, FERRY)}
    assert articles(pages, [sharing("address")]) == {1: 1, 2: 1}
    led = {1: page(1, FERRY), 2: page(2, FERRY, is_target=True)}
    assert articles(led, [sharing("address")]) == {1: 2, 2: 2}


@given(st.permutations([Namesakes(a, b, frozenset({"id"})) for a in range(1, 5) for b in range(a + 1, 5)]))
def test_articles_do_not_depend_on_the_order_of_the_names(pairs: list[Namesakes]) -> None:
    """Two pages of one text and two of another are two articles, whatever is looked at first."""
    pages = {1: page(1, FERRY), 2: page(2, BAKERY), 3: page(3, FERRY_LATER), 4: page(4, BAKERY)}
    assert articles(pages, pairs) == {1: 1, 2: 2, 3: 1, 4: 2}
