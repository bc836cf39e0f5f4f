"""What is remembered of a feed from look to look, and what is done with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feeds import state as states
from pipeline.core.feeds.state import FeedState, Heard, Result
from pipeline.core.schedule import feeds as schedule

T0 = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
M, H, D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = FeedState("harbour", "https://harbour.example/rss")


def told(state: FeedState, *looks: Heard) -> tuple[FeedState, list[str]]:
    """The state after looks, and the codes of the findings on the way."""
    codes = []
    for look in looks:
        state, findings = states.after(state, look)
        codes += [f.code for f in findings]
    return state, codes


def read(at: datetime, sha: str = "a", **more: object) -> Heard:
    """A whole answer."""
    return Heard(at, "read", body_sha=sha, **{"brought": True, "etag": '"1"', **more})  # type: ignore[arg-type]


def test_a_new_feed_is_due_and_then_asked_every_quarter_of_an_hour() -> None:
    """Nobody knows yet what it brings."""
    assert states.is_due(NEW, T0)
    state, _ = told(NEW, read(T0))
    assert (states.is_due(state, T0 + 14 * M), states.is_due(state, T0 + 15 * M)) == (False, True)
    assert states.is_due(state, T0 - H)  # the clock was set back


@pytest.mark.parametrize(
    ("brings_every", "low", "high"),
    [(5 * M, 5 * M, 6 * M), (H, 5 * M, 8 * M), (D, 20 * M, 45 * M), (90 * D, 4 * H, 6 * H)],
)
def test_a_feed_is_asked_by_what_it_brings(brings_every: timedelta, low: timedelta, high: timedelta) -> None:
    """A busy one every five minutes, one of an article a day every half hour or so, a silent one every six hours."""
    state, at, last = NEW, T0, T0
    while at < T0 + 12 * D:
        brought = (at - T0) // brings_every > (last - T0) // brings_every
        state, _ = states.after(state, read(at, brought=brought))
        last, at = at, states.next_ask(state) or at
    assert low <= state.interval <= high


def test_a_wish_widens_the_interval_within_bounds() -> None:
    """A quiet feed's wish is kept, a busy one's "hourly" (WordPress says so everywhere) only up to 20 minutes."""
    quiet, busy = schedule.Pulse(0.5, 50), schedule.Pulse(40, 10)
    assert schedule.interval(quiet, H) == schedule.interval(quiet)  # it is asked less often anyway
    assert schedule.interval(quiet, 2 * H) == 2 * H
    assert schedule.interval(schedule.Pulse(1, 10), 5 * H) == 5 * H
    assert schedule.interval(busy, H) == 20 * M
    assert schedule.interval(schedule.Pulse(0, 10), 40 * D) == D


@given(st.floats(0, 1e4), st.floats(0.01, 1e4), st.integers(0, 10**8))
def test_every_interval_lies_within_its_bounds(gains: float, hours: float, wish: int) -> None:
    """5 minutes to 6 hours, a day where the publisher wishes it."""
    wait = schedule.interval(schedule.Pulse(gains, hours), timedelta(seconds=wish))
    assert schedule.SHORTEST <= wait <= schedule.LONGEST_WISH


def test_a_304_is_checked_and_a_liar_is_remembered() -> None:
    """The third look is whole; it shows something new although the server had said 304: no validators for 30 days."""
    state, _ = told(NEW, read(T0), Heard(T0 + H, "not-modified"), Heard(T0 + 2 * H, "not-modified"))
    assert states.is_checked(state)
    lied, codes = told(state, read(T0 + 3 * H, "b", validated=True))
    assert (codes, lied.lies) == (["feed-validator-lies"], 1)
    assert not states.trusts(lied, T0 + 29 * D)
    assert states.trusts(lied, T0 + 31 * D)
    honest, codes = told(state, Heard(T0 + 3 * H, "same", body_sha="a", validated=True))
    assert (codes, honest.full_every) == ([], 2 * state.full_every)


def test_only_changes_that_a_server_tells_itself_prove_it() -> None:
    """Of 304s alone a whole answer is asked for every six looks or two hours; of a proven server every 24 looks."""
    quiet, at = told(NEW, read(T0))[0], T0
    wholes = []
    for _ in range(60):
        at = states.next_ask(quiet) or at
        checked = states.is_checked(quiet)
        wholes += [at] if checked else []
        heard = Heard(at, "same", body_sha="a", validated=True) if checked else Heard(at, "not-modified")
        quiet, _ = states.after(quiet, heard)
    assert quiet.full_every == states.UNPROVEN_FULL
    gaps = [b - a for a, b in pairwise(wholes)]
    assert max(gaps) <= max(states.UNPROVEN_FOR, quiet.interval) + quiet.interval
    proven, _ = told(NEW, *(read(T0 + n * H, str(n)) for n in range(4)))
    assert proven.full_every == states.MOST_SELDOM_FULL


def test_a_change_that_is_none_is_no_lie() -> None:
    """Only the feed's own date moved: the server was right to say 304."""
    state, _ = told(NEW, read(T0), Heard(T0 + H, "not-modified"))
    assert told(state, read(T0 + 2 * H, "b", validated=True, brought=False))[1] == []


def test_a_permanent_redirect_moves_the_feed_after_it_was_seen_repeatedly() -> None:
    """Three times over two days; a temporary one in between starts it anew; a dead new address is left again."""
    there = "https://new.example/rss"
    looks = [read(T0 + n * D, str(n), landed=there) for n in range(3)]
    moved, codes = told(NEW, *looks)
    assert (moved.address, codes) == (there, ["feed-moved"])
    assert told(NEW, *(read(T0 + n * M, landed=there) for n in range(9)))[0].address is None
    assert told(NEW, looks[0], read(T0 + D), looks[2])[0].address is None
    back, codes = told(moved, *(Heard(T0 + (3 + n) * D, "failed") for n in range(states.ASTRAY)))
    assert (back.address, codes) == (None, ["feed-move-undone"])


def test_gone_for_good_retires_and_missing_backs_off_and_comes_back() -> None:
    """410 is believed; 404 is asked more and more rarely, at least daily, and forgiven at the first answer."""
    state, _ = told(NEW, read(T0))
    retired, codes = told(state, Heard(T0 + H, "gone"))
    assert (codes, states.is_due(retired, T0 + 400 * D)) == (["feed-retired"], False)
    waits, at = [], T0
    for _ in range(9):
        at += H
        state, codes = told(state, Heard(at, "missing"))
        waits.append((states.next_ask(state) or at) - at)
    assert (codes, waits[-1], waits == sorted(waits)) == ([], D, True)
    back, codes = told(state, read(at + D, "b"))
    assert (codes, back.failures, back.missing) == (["feed-back"], 0, False)


def test_a_feed_that_ran_over_is_asked_more_often() -> None:
    """Nothing of the last look is listed any more: some may have been missed."""
    state, _ = told(NEW, read(T0, keys=(1, 2, 3)))
    over, codes = told(state, read(T0 + H, "b", keys=(7, 8, 9)))
    joined, none = told(state, read(T0 + H, "b", keys=(3, 7, 8)))
    assert (codes, none) == (["feed-overrun"], [])
    assert over.interval < joined.interval


def test_a_host_that_rests_is_no_failure() -> None:
    """The feed was not asked: nothing is known of it that was not known before."""
    state, codes = told(NEW, Heard(T0, "not-asked"))
    assert (state.polls, state.failures, codes) == (0, 0, [])


_RESULTS: list[Result] = ["read", "same", "not-modified", "failed", "missing", "not-asked"]


@given(st.lists(st.tuples(st.sampled_from(_RESULTS), st.integers(1, 600), st.booleans()), max_size=30))
def test_whatever_happens_a_feed_that_is_not_retired_is_asked_again_within_two_days(
    looks: list[tuple[Result, int, bool]],
) -> None:
    """No history silences a feed for ever but a 410."""
    state, at = NEW, T0
    for result, minutes, brought in looks:
        at += minutes * M
        state, _ = states.after(state, Heard(at, result, body_sha="x", brought=brought))
    assert states.is_due(state, at + 2 * D)
