"""When a feed or a page is due."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.schedule.pages import PageLife, gain, is_due, next_look, settles_after
from pipeline.core.schedule.turns import Turn, share_out

T0 = datetime(2026, 1, 6, 12, 0, tzinfo=UTC)
H, D, M = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (0 * H, 15 * M), (2 * H, 15 * M), (3 * H, 30 * M), (7 * H, 30 * M), (8 * H, 90 * M), (23 * H, 90 * M),
        (24 * H, 5 * H), (71 * H, 5 * H), (3 * D, 20 * H), (6 * D, 20 * H),
        (7 * D, 7 * D), (13 * D, 1 * D), (14 * D, 16 * D), (30 * D, 60 * D),
    ],
)  # fmt: skip
def test_looks_grow_rarer_with_the_age_of_the_last_change(age: timedelta, wait: timedelta) -> None:
    """15 min to 3 h, 30 to 90 min to 24 h, 5 h to 3 d, 20 h to 7 d, then days 14, 30 and 90."""
    checked = T0 + age
    assert next_look(PageLife(checked, T0), checked) == checked + wait


def test_a_page_is_let_go_after_day_90() -> None:
    """The last look is that of day 90."""
    assert next_look(PageLife(T0 + 90 * D, T0), T0 + 91 * D) is None
    assert not is_due(PageLife(T0 + 90 * D, T0), T0 + 400 * D)


def test_a_page_never_looked_at_is_due() -> None:
    """Whatever it claims."""
    assert is_due(PageLife(published_at=T0 - 300 * D), T0)


def test_a_change_brings_the_quick_looks_back() -> None:
    """The age counts from the last change; half an hour is the least for a page that is older than eight hours."""
    assert next_look(PageLife(T0, T0, T0 - 7 * H), T0) == T0 + 15 * M
    assert next_look(PageLife(T0, T0, T0 - 20 * D), T0) == T0 + 30 * M


@pytest.mark.parametrize(
    ("published", "wait"),
    [(7 * H, 30 * M), (20 * H, 30 * M), (2 * D, 2 * H), (6 * D, 4 * H), (20 * D, 12 * H)],
)
def test_an_old_page_slows_down_sooner_after_a_change(published: timedelta, wait: timedelta) -> None:
    """Four hours after a change it is the age of the page that says how soon a next change may be expected."""
    assert next_look(PageLife(T0, T0 - 4 * H, T0 - published), T0) == T0 + wait


@given(st.integers(0, 7 * 24 * 60), st.none() | st.integers(0, 60 * 24 * 60), st.sampled_from([None, 3, 24]))
def test_kills_of_the_first_week_are_looked_for_every_day(
    since: int, age: int | None, settled: int | None
) -> None:
    """Whatever a page's age, its changes and its outlet's habits: in the week after them no wait is longer than 20 h."""
    page = PageLife(
        T0,
        T0 - since * M,
        None if age is None else T0 - max(age, since) * M,
        settles_after=None if settled is None else settled * H,
    )
    following = next_look(page, T0)
    assert following is not None
    if since < 7 * 24 * 60:
        assert 15 * M <= following - T0 <= 20 * H


def test_a_claim_from_the_future_does_not_count() -> None:
    """A page dated next year is not looked at every quarter of an hour until then."""
    assert next_look(PageLife(T0, T0 - 2 * D, T0 + 300 * D), T0) == T0 + 5 * H


@given(st.integers(0, 100 * 24 * 60), st.integers(0, 60))
def test_a_look_leads_forward(age: int, earlier: int) -> None:
    """The next look lies after the one before: no page is asked twice at one instant."""
    checked = T0 + age * M
    following = next_look(PageLife(checked, T0 - earlier * M), checked)
    assert following is None or following > checked


def test_a_page_of_a_story_that_moved_elsewhere_is_due_at_once_and_then_often() -> None:
    """A write-through, a correction or a kill at any outlet: days old or not, until it was looked at."""
    page = PageLife(T0, T0 - 5 * D, pulled_at=T0 + H)
    assert next_look(page, T0 + H) == T0 + H
    assert next_look(replace(page, checked_at=T0 + H), T0 + H) == T0 + H + 15 * M
    assert next_look(replace(page, is_gone=True), T0 + H) == T0 + 3 * H  # gone: it may come back, no more


def test_an_outlet_that_never_edits_late_is_looked_at_less_and_kills_are_still_found_in_a_day() -> None:
    """After 60 articles without an edit later than some hours; one late edit among them changes that."""
    assert settles_after(59, H) is None
    assert (settles_after(60, 2 * H), settles_after(60, None), settles_after(60, 2 * D)) == (
        3 * H,
        3 * H,
        3 * D,
    )
    assert settles_after(60, 6 * D) is None
    settled = PageLife(T0 + 4 * H, T0, settles_after=3 * H)
    assert next_look(settled, T0 + 4 * H) == T0 + 24 * H


def test_a_page_that_does_not_answer_is_asked_half_as_often_each_time() -> None:
    """At least every twelve hours."""
    waits = [(next_look(PageLife(T0, T0, failures=n), T0) or T0) - T0 for n in range(9)]
    assert waits[:4] == [15 * M, 30 * M, H, 2 * H]
    assert waits[-1] == 12 * H


def test_the_most_overdue_by_what_it_would_bring_goes_first() -> None:
    """Never seen, told anew, pulled, then by how often the wait is longer than the step."""
    fresh, pulled = PageLife(), PageLife(T0 - H, T0 - 2 * D, pulled_at=T0 - M)
    late, just = PageLife(T0 - 10 * H, T0 - 2 * D), PageLife(T0 - 5 * H, T0 - 2 * D)
    gains = [gain(page, T0) for page in (fresh, pulled, late, just)]
    assert gains == sorted(gains, reverse=True)
    assert (gains[2], gains[3]) == (2, 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 1e6)), max_size=40), st.integers(1, 8))
def test_no_hosts_budget_is_ever_exceeded_and_none_is_lost(
    asked: list[tuple[str, float]], budget: int
) -> None:
    """Each request is asked now or later, the dearest first, and what is left over is no dearer than what is asked."""
    turns = share_out([Turn((n, h, g), h, g) for n, (h, g) in enumerate(asked)], budget, Counter({"a": 1}))
    assert len(turns.now) + len(turns.later) == len(asked)
    assert all(count <= max(budget, 1) for count in turns.spent.values())
    for host in "abc":
        mine = [g for _, h, g in turns.now if h == host]
        assert not mine or min(mine) >= max((g for _, h, g in turns.later if h == host), default=0)
