"""Days of appearance, by which look-ups pass by rows of other days: nothing that is asked for is passed by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from pipeline.steps.days import UNKNOWN_DAY, day_of, days_between, span, stretches, times

DAYS = st.integers(-100_000, 100_000) | st.just(UNKNOWN_DAY)


@given(st.dictionaries(st.integers(), DAYS))
def test_every_version_is_asked_for_once_on_its_day(days: dict[int, int]) -> None:
    """Stretches divide the versions; each holds the days of its versions, or any day where one is not known."""
    found = stretches(days)
    assert sorted(key for one in found for key in one.keys) == sorted(days)
    for one in found:
        assert all(one.first <= days[key] <= one.last for key in one.keys)
        assert (one.first == -UNKNOWN_DAY) == any(days[key] == UNKNOWN_DAY for key in one.keys)


@given(DAYS, DAYS)
def test_a_pair_lies_on_the_days_of_both(one: int, other: int) -> None:
    """Whoever asks for the days of either of them meets the pair; one without a time makes it lie on all days."""
    first, last = days_between(one, other)
    for day in (one, other):
        asked = span({1: day})
        assert last >= asked.first
        assert first <= asked.last
    assert (first, last) == days_between(other, one)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - hypothesis wants them without a zone
def test_a_day_holds_all_its_instants(naive: datetime) -> None:
    """Also before 1970."""
    at = naive.replace(tzinfo=UTC)
    told = times(span({1: day_of(at)}))
    assert told["since"] is not None
    assert told["until"] is not None
    assert told["since"] <= at < told["until"] == told["since"] + timedelta(days=1)


def test_a_day_is_that_of_utc() -> None:
    """An evening in Toronto is the next day's: rows are looked for by the day they are stored under."""
    evening = datetime(2026, 1, 6, 21, 30, tzinfo=timezone(-timedelta(hours=5)))
    assert day_of(evening) == day_of(evening.astimezone(UTC)) == day_of(datetime(2026, 1, 7, tzinfo=UTC))


def test_one_old_text_is_a_question_of_its_own() -> None:
    """A look at today's versions and one of years ago reads two stretches of days, not all the years."""
    found = stretches({1: 20_500, 2: 20_510, 3: 18_000})
    assert [(one.first, one.last) for one in found] == [(18_000, 18_000), (20_500, 20_510)]


def test_scattered_versions_are_asked_for_at_once() -> None:
    """Rather than day by day."""
    assert len(stretches({n: 100 * n for n in range(50)})) == 1
