"""When a feed or a page is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.schedule.pages import PageLife, is_due, next_look

T0 = datetime(2026, 1, 6, 12, 0, tzinfo=UTC)
H, D, M = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (0 * H, 15 * M), (2 * H, 15 * M), (3 * H, 30 * M), (7 * H, 30 * M), (8 * H, 60 * M), (23 * H, 60 * M),
        (24 * H, 3 * H), (71 * H, 3 * H), (3 * D, 12 * H), (6 * D, 12 * H),
        (7 * D, 7 * D), (13 * D, 1 * D), (14 * D, 16 * D), (30 * D, 60 * D),
    ],
)  # fmt: skip
def test_looks_grow_rarer_with_the_age_of_the_last_change(age: timedelta, wait: timedelta) -> None:
    """15 min to 3 h, 30 to 60 min to 24 h, 3 h to 3 d, 12 h to 7 d, then days 14, 30 and 90."""
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
    """The age counts from the last change, not from publication."""
    assert next_look(PageLife(T0, T0, T0 - 20 * D), T0) == T0 + 15 * M


def test_a_claim_from_the_future_does_not_count() -> None:
    """A page dated next year is not looked at every quarter of an hour until then."""
    assert next_look(PageLife(T0, T0 - 2 * D, T0 + 300 * D), T0) == T0 + 3 * H


@given(st.integers(0, 100 * 24 * 60), st.integers(0, 60))
def test_a_look_leads_forward(age: int, earlier: int) -> None:
    """The next look lies after the one before: no page is asked twice at one instant."""
    checked = T0 + age * M
    following = next_look(PageLife(checked, T0 - earlier * M), checked)
    assert following is None or following > checked
