"""How often a feed is asked: by what it brings, within what its publisher wishes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=6)

# Asking n times as often finds things n times as soon and costs n times as much: for a given number of requests
# over many feeds the mean delay is least where each is asked in proportion to the square root of its rate.
AT_ONE_AN_HOUR = timedelta(minutes=6)  # benchmarks/world.py: with 10 the p95 of the lag is 43 minutes
HALF_LIFE = (
    36.0  # hours: what was brought a day and a half ago counts half; a news day has its rhythm twice in it
)
# A feed that nobody knows is asked every 15 minutes, and half as often after a day that brought nothing: with a quarter
# of these hours the p95 of the lag is 35 minutes on the first day (benchmarks/world.py, the day with HTTP).
_START_HOURS = 12.0
_START_GAINS = 1.92

# WordPress writes "hourly" into every feed, whatever the site does. A wish is kept in full where it asks for no less
# than the feed brings; where the feed is quicker than its own wish, it is asked this often all the same.
WISH_AGAINST_EVIDENCE = timedelta(minutes=20)
LONGEST_WISH = timedelta(days=1)

LONGEST_MISSING = timedelta(days=1)  # a feed that answers 404 is asked daily until it comes back
LONGEST_FAILING = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How often a feed brings something: looks that brought something, in hours watched, the old ones faded."""

    gains: float = _START_GAINS
    hours: float = _START_HOURS

    @property
    def rate(self) -> float:
        """Looks an hour that would bring something."""
        return self.gains / self.hours


def beat(pulse: Pulse, waited: timedelta, brought: float) -> Pulse:
    """The pulse after one look more.

    Args:
        pulse: the one before.
        waited: the time since the last look that was answered.
        brought: 1 if the look brought something new, 0 if not; more where the feed ran over meanwhile.
    """
    hours = max(waited.total_seconds() / 3_600, 0.0)
    fade = 0.5 ** (hours / HALF_LIFE)
    return Pulse(pulse.gains * fade + brought, pulse.hours * fade + hours)


def interval(pulse: Pulse, wish: timedelta | None = None) -> timedelta:
    """How long to wait between two looks: 5 minutes to 6 hours, longer where the publisher wishes it.

    Args:
        pulse: what the feed brings.
        wish: what ``ttl``, ``sy:updatePeriod`` or Cache-Control ask for.
    """
    own = AT_ONE_AN_HOUR / math.sqrt(max(pulse.rate, 1e-9))
    wait = min(max(own, SHORTEST), LONGEST)
    if wish is None or wish <= wait:
        return wait
    rarely = pulse.rate * (wish.total_seconds() / 3_600) < 1
    return min(wish, LONGEST_WISH) if rarely else max(wait, min(wish, WISH_AGAINST_EVIDENCE))


def gain(pulse: Pulse, waited: timedelta) -> float:
    """What a look is expected to bring, for the order of turns: 1 is something new for certain."""
    return pulse.rate * waited.total_seconds() / 3_600
