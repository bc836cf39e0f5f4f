"""What a join is shown by, and what is no evidence at all."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.evidence import apart, names, quote
from pipeline.core.stories.grams import house_words
from pipeline.core.stories.passages import Together
from pipeline.core.stories.tails import without_closing
from tests.stories.conftest import LOCAL, OTHER, RECAST, WIRE, member
from tests.stories.test_match import stories, tie

DAY = 24 * 60
CP = "The Canadian Press"
CAPTION = "Sandbags lie along the wall of the Orrin River in Dunmore in this photo taken before the crest last spring."
BIO = "Joan Roe has walked the rivers of this county for thirty years and keeps bees on the roof of our building on Mill Street."
CLOSING = (
    "This report by The Canadian Press was first published March 2, 2026.",
    "With files from Joan Roe in Orrin",
    "Joan Roe is a reporter with the Dunmore Gazette, who covers courts and city hall.",
    "The Associated Press contributed to this report.",
    "The Associated Press receives support from several private foundations and is solely responsible for all content.",
    "Ce texte de La Presse Canadienne a été publié le 2 mars 2026.",
    "(Reporting by Joan Roe; Editing by Tom Lind)",
    "© 2026 Dunmore Gazette. All rights reserved.",
    "Please keep comments relevant and respectful; we moderate them before they appear.",
)


def test_a_link_says_who_when_and_where() -> None:
    """Agency, byline, dateline and the wire's day agree, differ or are not said; minutes count from appearance."""
    wire: dict[str, Any] = {"agency": CP, "byline": "Joan Roe", "wire_first_published_on": date(2026, 3, 2)}
    found = tie(
        member(1, "Gazette", WIRE, **wire, dateline="DUNMORE, Ont."),
        member(2, "Herald", (RECAST, *WIRE[1:]), 95, **wire | {"byline": "Joan Roe and Tom Lind"}),
    )
    assert found is not None
    assert (found.minutes_apart, found.same_agency, found.same_byline) == (95, True, True)
    assert (found.same_dateline, found.same_wire_day) == (None, True)
    assert found.shared_figures >= 4  # 6.2, 1998, 340, 15, and those in words
    assert found.shared_names >= 1


def test_what_differs_is_said_too() -> None:
    """Another agency, byline and place are evidence a person wants to see."""
    found = tie(
        member(1, "Gazette", WIRE, agency=CP, byline="Joan Roe", dateline="DUNMORE, Ont."),
        member(2, "Herald", WIRE, agency="The Associated Press", byline="Tom Lind", dateline="Orrin"),
    )
    assert found is not None
    assert (found.same_agency, found.same_byline, found.same_dateline) == (False, False, False)


def test_the_longest_passage_can_be_read() -> None:
    """Its place in the first text leads to the words as that text prints them."""
    found = tie(member(1, "Gazette", (RECAST, *WIRE[1:4])), member(2, "Herald", (*LOCAL, *WIRE[1:4])))
    assert found is not None
    assert found.passage_from is not None
    words = quote((RECAST, *WIRE[1:4]), found.passage_from, found.passage_words)
    assert words.startswith("The river crested at 6.2 metres on Sunday,")
    assert words.endswith("…")


@given(
    st.lists(st.sampled_from([*WIRE, *OTHER, *LOCAL, CAPTION]), min_size=1, max_size=6).map(tuple), st.data()
)
def test_a_quotation_of_a_passage_begins_where_the_passage_does(
    text: tuple[str, ...], data: st.DataObject
) -> None:
    """Word by word, whatever stands before."""
    other = tuple(data.draw(st.lists(st.sampled_from(text), min_size=1, max_size=4)))
    common = Together([text, other]).shared(text, other)
    assert common.start is not None
    shown = house_words(quote(text, common.start, common.longest, 200))
    assert shown == house_words(" ".join(text))[common.start : common.start + common.longest]


def test_days_count_where_no_zone_is_known() -> None:
    """Without an instant the publisher's day is what there is; without a day, nothing."""
    known = member(1, "Gazette", WIRE)
    day = member(2, "Herald", WIRE, appeared_at=None, local_day=date(2026, 3, 4))
    assert apart(known, day) == timedelta(days=2)
    assert apart(day, member(3, "Post", WIRE, appeared_at=None)) is None


@pytest.mark.parametrize("line", CLOSING)
def test_closing_lines_count_for_nothing(line: str) -> None:
    """They are not measured: neither do they join nor do they strengthen."""
    assert without_closing((*WIRE, line)) == WIRE
    plain, closed = (
        tie(member(1, "Gazette", (*WIRE[:3], *extra)), member(2, "Herald", (RECAST, *WIRE[1:], *extra)))
        for extra in ((), (line,))
    )
    assert plain is not None
    assert closed is not None
    assert (plain.in_a, plain.in_b, plain.shared_words) == (closed.in_a, closed.in_b, closed.shared_words)


@pytest.mark.parametrize("text", [(), (CLOSING[0],), CLOSING[:3]])
def test_a_body_of_closing_lines_only_is_left_whole(text: tuple[str, ...]) -> None:
    """Something must be left to compare."""
    assert without_closing(text) == text


@pytest.mark.parametrize("shared", [BIO, CAPTION], ids=["biography", "caption"])
@pytest.mark.parametrize("first", [True, False])
def test_a_stock_passage_joins_no_two_stories(shared: str, *, first: bool) -> None:
    """A paragraph an outlet sets under anything, in two short articles about other people."""
    a = (shared, WIRE[0]) if first else (WIRE[0], shared)
    b = (OTHER[1], shared)
    assert tie(member(1, "Gazette", a), member(2, "Herald", b, 30)) is None


def test_a_kept_second_half_under_a_new_lead_joins() -> None:
    """One short passage is evidence where what stands around it is about the same people."""
    found = tie(member(1, "Gazette", (WIRE[0], BIO)), member(2, "Herald", (RECAST, BIO), 30))
    assert found is not None


BRIEF = (
    "Premier Ruth Calder will meet the mayors of four flooded towns today to agree on who pays for new dikes along the "
    "Orrin River. About 340 people slept in school gyms.",
)


def test_a_brief_joins_the_story_it_was_cut_from() -> None:
    """Thirty words that stand in the full story nearly whole, the same day."""
    assert tie(member(1, "Gazette", BRIEF), member(2, "Herald", WIRE, 60)) is not None


def test_a_notice_of_another_day_joins_only_its_equal() -> None:
    """Twenty words may be said again; the whole of them, at two outlets, is a copy."""
    notice, longer = (WIRE[4],), (WIRE[4], *OTHER[:2])
    assert tie(member(1, "Gazette", notice), member(2, "Herald", longer, 2 * DAY)) is None
    assert tie(member(1, "Gazette", notice), member(2, "Herald", notice, 2 * DAY)) is not None


def test_a_caption_that_is_used_again_glues_nothing() -> None:
    """A caption by itself, and two articles of other days that show the same old photo."""
    members = [
        member(1, "Gazette", (CAPTION,)),
        member(2, "Herald", (*WIRE, CAPTION), 2 * DAY),
        member(3, "Post", (*OTHER, CAPTION), 4 * DAY),
    ]
    assert stories(members) == {frozenset({1}), frozenset({2}), frozenset({3})}


def test_a_days_old_text_joins_if_it_is_run_whole() -> None:
    """After three days a cut copy still is one; a text that was mostly rewritten is another item."""
    rewritten = (*WIRE[:4], *OTHER[:3])
    assert tie(member(1, "Gazette", WIRE), member(2, "Herald", WIRE[:4], 5 * DAY)) is not None
    assert tie(member(1, "Gazette", WIRE), member(2, "Herald", rewritten, 5 * DAY)) is None
    assert tie(member(1, "Gazette", WIRE), member(2, "Herald", rewritten, 60)) is not None


def test_what_the_wire_says_of_itself_weighs() -> None:
    """One first-published day and one agency lower what must be common, another day raises it."""
    thin = (WIRE[0], WIRE[2], *OTHER[:1], *LOCAL)
    day: dict[str, Any] = {"agency": CP, "wire_first_published_on": date(2026, 3, 2)}
    later = day | {"wire_first_published_on": date(2026, 3, 5)}
    first = member(1, "Gazette", WIRE, **day)
    assert tie(first, member(2, "Herald", thin, 60)) is None
    assert tie(first, member(2, "Herald", thin, 60, **day)) is not None
    half = (*WIRE[:4], *OTHER[:3])
    assert tie(first, member(2, "Herald", half, 60, **day)) is not None
    assert tie(first, member(2, "Herald", half, 60, **later)) is None


@given(st.lists(st.text("aBÉ ,.'x", max_size=9), max_size=4).map(tuple))
def test_names_are_capitals_behind_a_word_without_one(text: tuple[str, ...]) -> None:
    """The pattern asks capitals what stands before them; asked at every place, it finds the same."""
    slow = re.compile(r"(?:(?<=[a-zß-ÿ] )|(?<=[a-zß-ÿ], ))[A-ZÀ-Þ][\w'’.&-]*(?: [A-ZÀ-Þ][\w'’.&-]*)*")
    assert names(text) == {name.casefold() for name in slow.findall(" ".join(text))}
