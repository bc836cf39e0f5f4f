"""Whether a process that runs still answers: one that does not for minutes is stuck, and a restart may help it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable

STUCK = 300.0  # seconds without an answer; a machine that swaps, or a database that is locked, takes less
_ASK_EVERY = 15.0
_OK = 200


class Pulse:
    """A process that says how it is when asked over HTTP on this machine.

    Args:
        url: the address that answers 200 while all is well.
        clock: seconds that only go up.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.url = url
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Count anew from now: it was just started, or cannot be well for a reason of its own."""
        self._well = self._asked = self._clock()

    def answers(self) -> bool:
        """Ask now. It is waited for two seconds."""
        self._asked = self._clock()
        try:
            with urlopen(self.url, timeout=2) as answer:  # noqa: S310 - our own process on the loopback
                is_well = bool(answer.status == _OK)
        except (URLError, OSError):
            return False
        if is_well:
            self._well = self._clock()
        return is_well

    def is_due(self) -> bool:
        """Whether it was not asked for some seconds."""
        return self._clock() - self._asked >= _ASK_EVERY

    def is_stuck(self) -> bool:
        """Whether its last good answer was minutes ago."""
        return self._clock() - self._well > STUCK
