"""The token bucket of a site."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.io.pace import LONGEST_CRAWL_DELAY, LONGEST_REST, Pace

SITE = "news.example"


class Hands:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The reading."""
        return self.now


@given(
    st.lists(st.floats(0, 30), min_size=1, max_size=60),
    st.floats(0.1, 10),
    st.integers(1, 5),
    st.lists(st.floats(0, 3), max_size=5),
)
def test_no_window_of_time_has_more_than_the_bucket_gives(
    pauses: list[float], delay: float, burst: int, late: list[float]
) -> None:
    """Of the requests of any T seconds at most ``burst + T / delay`` go, whatever the impatience."""
    clock = Hands()
    pace = Pace(delay, burst, clock)
    taken = []
    for n, pause in enumerate(pauses):
        clock.now += pause
        if pace.take(SITE):
            taken.append(clock.now)
            if n < len(late):
                pace.late(SITE, late[n])
    for first, start in enumerate(taken):
        for count, end in enumerate(taken[first:], 1):
            assert count <= burst + (end - start) / delay + 1e-6


def test_who_waits_as_told_gets_a_token() -> None:
    """Waiting is never longer than the delay and its jitter, and never in vain."""
    clock = Hands()
    pace = Pace(2.0, 2, clock)
    for _ in range(50):
        wait = pace.wait(SITE)
        assert 0 <= wait <= 2.5
        clock.now += wait
        assert pace.take(SITE)


def test_a_crawl_delay_is_kept_one_by_one() -> None:
    """What robots.txt asks for is the space between two requests, with nothing in store; minutes are cut."""
    clock = Hands()
    pace = Pace(2.0, 2, clock)
    pace.slow(SITE, 1.0)
    assert pace.take(SITE)
    assert pace.take(SITE)
    pace.slow("other.example", 10.0)
    assert pace.take("other.example")
    assert 10 <= pace.wait("other.example") <= 12.5
    pace.slow("slow.example", 3_600.0)
    pace.take("slow.example")
    assert pace.wait("slow.example") <= 1.25 * LONGEST_CRAWL_DELAY


def test_a_run_has_a_budget_for_each_site() -> None:
    """However long it lasts; other sites have theirs, and what earlier runs asked is not of it."""
    clock = Hands()
    pace = Pace(1.0, 2, clock, budget=5)
    pace.note(SITE, -10)
    taken = 0
    for _ in range(30):
        clock.now += 1
        taken += pace.take(SITE)
    assert (taken, pace.is_spent(SITE), pace.take("other.example")) == (5, True, True)


def test_a_rest_is_the_longest_that_was_asked_for() -> None:
    """A shorter Retry-After does not shorten it; a day is the most."""
    clock = Hands()
    pace = Pace(0, 2, clock)
    pace.rest(SITE, 60)
    pace.rest(SITE, 10)
    assert pace.resting(SITE) == 60
    clock.now = 61
    assert pace.resting(SITE) == 0
    pace.rest(SITE, 1e9)
    assert pace.resting(SITE) == LONGEST_REST


def test_requests_of_others_count() -> None:
    """What an earlier run asked a moment ago is taken from the bucket."""
    clock = Hands()
    clock.now = 100
    pace = Pace(10.0, 2, clock)
    for at in (97, 98, 99):
        pace.note(SITE, at)
    assert not pace.take(SITE)
    assert pace.wait(SITE) >= 17
