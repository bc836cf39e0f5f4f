"""Keep processes running: those that die are started again, ever more slowly, and given up when that does not help."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import WritethruError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WINDOW = 600.0  # seconds within which deaths count: older ones are forgiven
MOST = 5  # deaths within it that are put up with, with half a minute of pauses in all
LONGEST = 60.0  # seconds of pause at most
_FIRST = 1.0
_LOOK_EVERY = 0.5


class Process(Protocol):
    """What is kept running."""

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""

    @property
    def ended_by(self) -> str:
        """How it ended, for people."""


def pause(deaths: Sequence[float], now: float) -> float | None:
    """How long to wait before another start.

    Args:
        deaths: when it died, on the clock of ``now``, the last one included (seconds).
        now: the time.

    Returns:
        Seconds, doubled with each death of the last ten minutes; None: it dies again and again, give it up.
    """
    recent = sum(now - death < WINDOW for death in deaths)
    if recent > MOST:
        return None
    return min(LONGEST, _FIRST * 2 ** (recent - 1)) if recent else 0.0


@dataclass(slots=True)
class Part:
    """A process that is to run, and how it is started.

    Args:
        name: as people are told it, "the worker".
        start: starts it.
        process: what runs now.
        advice: where to look when it is given up.
    """

    name: str
    start: Callable[[], Process]
    process: Process
    advice: str
    deaths: list[float] = field(default_factory=list)
    due: float | None = None  # when it is started again; None while it runs

    def look(self, now: float, tell: Callable[[str], None]) -> None:
        """Note a death, start it again when its pause is over.

        Raises:
            WritethruError: it died too often.
        """
        if self.due is not None:
            if now >= self.due:
                self.process, self.due = self.start(), None
        elif not self.process.runs:
            self._note_death(now, tell)

    def _note_death(self, now: float, tell: Callable[[str], None]) -> None:
        self.deaths = [death for death in self.deaths if now - death < WINDOW] + [now]
        wait = pause(self.deaths, now)
        if wait is None:
            raise WritethruError(
                f"{self.name} ended {len(self.deaths)} times within {WINDOW / 60:.0f} minutes, "
                f"at last by {self.process.ended_by}; {self.advice}"
            )
        tell(f"{self.name} ended by {self.process.ended_by}: starting it again in {wait:g} s")
        self.due = now + wait


def keep(parts: Sequence[Part], tell: Callable[[str], None], between: Callable[[], None]) -> None:
    """Keep all parts running, for ever; ``between`` is called at each look.

    Raises:
        WritethruError: a part died too often.
    """
    while True:
        for part in parts:
            part.look(time.monotonic(), tell)
        between()
        time.sleep(_LOOK_EVERY)
