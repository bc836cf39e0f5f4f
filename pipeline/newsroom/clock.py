"""The newsroom's clock: it stands where it was set, for all threads alike."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Clock:
    """An instant that one thread sets and many read."""

    def __init__(self, now: datetime) -> None:
        self._lock = Lock()
        self._now = _aware(now)

    def set(self, now: datetime) -> None:
        """Move the clock to an aware instant, forward or back.

        Raises:
            ValueError: the instant has no zone.
        """
        with self._lock:
            self._now = _aware(now)

    def now(self) -> datetime:
        """The instant it was set to."""
        with self._lock:
            return self._now


def _aware(now: datetime) -> datetime:
    if now.utcoffset() is None:
        raise ValueError(f"{now}: the clock needs an instant with its zone")
    return now
