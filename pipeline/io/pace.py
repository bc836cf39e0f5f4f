"""Politeness: a token bucket for each site, a budget for a run, and rest where a site asks for it.

A site is a registrable domain: all its hosts, feeds and pages share one bucket. The bucket fills by one request every
``delay`` seconds and holds ``burst``; so of the requests of any T seconds, at most ``burst + T / delay`` reach a site,
those of other processes included where `Beside` is told of them.
Whatever is asked takes a token: feeds, pages, robots.txt, tdmrep.json, hops of redirects, second tries.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.io.beside import Beside

LONGEST_REST = 24 * 3_600.0  # seconds; what a site asks beyond this is not remembered
LONGEST_CRAWL_DELAY = 30.0  # seconds; robots.txt that asks for minutes means those who copy whole sites
_JITTER = 0.25  # of the delay, added at random so that two watchers do not march in step


class Pace:
    """When each site may be asked next. Safe between threads; readings are those of ``clock``, in seconds.

    Args:
        delay: seconds between two requests to a site.
        burst: tokens that its bucket holds.
        clock: gives the reading.
        beside: holds what other processes ask meanwhile: what they took and were told counts here, and ours there.
        budget: requests to one site while this lasts, which is one run; None for any number.
    """

    def __init__(
        self,
        delay: float,
        burst: int = 2,
        clock: Callable[[], float] = time.monotonic,
        beside: Beside | None = None,
        budget: int | None = None,
    ) -> None:
        self.clock = clock
        self._budget = budget
        self._taken: Counter[str] = Counter()
        self.beside = beside
        self._delay = delay
        self._burst = burst
        self._lock = threading.Lock()
        self._full_at: dict[str, float] = {}  # when the site's bucket is full again
        self._rests_until: dict[str, float] = {}
        self._own_delay: dict[str, float] = {}

    def wait(self, site: str) -> float:
        """How many seconds to wait while the site's bucket is empty, with jitter; 0 if a request may go."""
        with self._lock:
            empty = self._next(site) - self.clock()
            return empty + random.uniform(0, _JITTER) * self._space(site) if empty > 0 else 0.0  # noqa: S311

    def take(self, site: str) -> bool:
        """Take a token for a request that goes now; False if there is none, or the site's budget is spent."""
        with self._lock, self._together(site):
            now = self.clock()
            if self._next(site) > now or self._rests_until.get(site, now) > now or self._is_spent(site):
                return False
            self._fill(site, now)
            self._taken[site] += 1
            return True

    def is_spent(self, site: str) -> bool:
        """Whether the site got all the requests that it gets in this run."""
        with self._lock:
            return self._is_spent(site)

    def note(self, site: str, at: float) -> None:
        """A request went at this reading, by whomever: an earlier batch, an earlier run."""
        with self._lock:
            self._fill(site, at)

    def late(self, site: str, seconds: float) -> None:
        """A request reached its site so much after its token was taken (a slow connection): so do the next ones."""
        with self._lock, self._together(site):
            if site in self._full_at and seconds > 0 and self._space(site) > 0:
                self._full_at[site] += seconds

    def slow(self, site: str, delay: float | None) -> None:
        """The site's robots.txt asks for this many seconds between requests; the longest of its hosts counts."""
        wanted = min(delay or 0.0, LONGEST_CRAWL_DELAY)
        with self._lock:
            if wanted > self._own_delay.get(site, self._delay):
                self._own_delay[site] = wanted

    def crawl_delay(self, site: str) -> float | None:
        """What the site's robots.txt asks for, in seconds, where that is longer than our own delay."""
        with self._lock:
            return self._own_delay.get(site)

    def rest(self, site: str, seconds: float) -> None:
        """The site asked for so much rest (Retry-After)."""
        with self._lock, self._together(site):
            until = self.clock() + min(seconds, LONGEST_REST)
            self._rests_until[site] = max(until, self._rests_until.get(site, until))

    def resting(self, site: str) -> float:
        """For how many seconds more the site is not to be asked; 0 if it may be."""
        with self._lock:
            return max(0.0, self._rests_until.get(site, 0.0) - self.clock())

    @contextmanager
    def _together(self, site: str) -> Iterator[None]:
        """Know what other processes know of the site, and let them know what changes."""
        if self.beside is None:
            yield
            return
        with self.beside.bucket(site) as theirs:
            now, never = self.clock(), float("-inf")
            self._full_at[site] = max(self._full_at.get(site, never), now + theirs.full_in)
            self._rests_until[site] = max(self._rests_until.get(site, never), now + theirs.rests_for)
            yield
            theirs.full_in = self._full_at[site] - now
            theirs.rests_for = self._rests_until[site] - now

    def _is_spent(self, site: str) -> bool:
        return self._budget is not None and self._taken[site] >= self._budget

    def _space(self, site: str) -> float:
        return self._own_delay.get(site, self._delay)

    def _next(self, site: str) -> float:
        """When there is a token. A site that asked for a delay of its own is asked one by one."""
        held = 0 if site in self._own_delay else self._burst - 1
        return self._full_at.get(site, float("-inf")) - held * self._space(site)

    def _fill(self, site: str, at: float) -> None:
        self._full_at[site] = max(self._full_at.get(site, at), at) + self._space(site)
