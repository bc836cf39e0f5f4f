"""Politeness: a space between two requests to one host, and rest where the host asks for it."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_REST = 6 * 3_600.0  # seconds; what a host asks beyond this is not remembered
_JITTER = 0.25  # of the delay, added at random so that two watchers do not march in step


class Pace:
    """When each host may be asked next. Hosts are registrable domains; safe between threads.

    ``clock`` and ``sleep`` count seconds.
    """

    def __init__(
        self,
        delay: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._rests_until: dict[str, float] = {}

    def wait(self, host: str, delay: float | None = None) -> None:
        """Take the host's next turn and sleep until it comes; ``delay`` (seconds) if its own is longer."""
        space = max(self._delay, delay or 0.0)
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            self._free_at[host] = turn + space * random.uniform(1, 1 + _JITTER)  # noqa: S311 - no secret
        if turn > now:
            self._sleep(turn - now)

    def rest(self, host: str, seconds: float) -> None:
        """The host asked for so much rest (Retry-After)."""
        with self._lock:
            until = self._clock() + min(seconds, LONGEST_REST)
            self._rests_until[host] = max(until, self._rests_until.get(host, until))

    def resting(self, host: str) -> float:
        """For how many seconds more the host is not to be asked; 0 if it may be."""
        with self._lock:
            return max(0.0, self._rests_until.get(host, 0.0) - self._clock())
