"""What is known of the wishes of sites while a run lasts: when each was asked, its rest, robots.txt, tdmrep.json.

One record outlives the clients of a run's batches; what earlier runs were told is put into it at the start.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.io.answer import Outcome
from pipeline.io.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.io.answer import Answer
    from pipeline.io.beside import Beside
    from pipeline.settings import Settings

    Read = Callable[[], bytes | None]

TDMREP = "/.well-known/tdmrep.json"
FRESH = 24 * 3_600.0  # seconds; RFC 9309 section 2.4: not to be used for longer, unless it cannot be had
STALE = 30 * 24 * 3_600.0  # seconds; section 2.3.1.4 calls 30 days a reasonably long time of not being had
_ASK_AGAIN = 1_800.0  # seconds after a failure until a site's file is asked for again
_CLIENT_ERRORS = range(400, 500)
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site's robots.txt or tdmrep.json as it is known. Readings are of the run's clock.

    ``got_at`` is when the site last said for certain what it has, ``read`` gives that (b"" where it has none, None
    where we have lost it); ``failed_at`` is when it could not be had, if that was later.
    """

    read: Read
    got_at: float | None = None
    failed_at: float | None = None
    detail: str = ""

    def is_fresh(self, now: float) -> bool:
        """Whether it need not be asked for now."""
        if self.read() is None:
            return False
        if self.failed_at is not None and now - self.failed_at < _ASK_AGAIN:
            return True
        return self.got_at is not None and now - self.got_at < FRESH

    def is_usable(self, now: float) -> bool:
        """Whether what it says counts: got within a day, or not to be had since and got within a month."""
        return self.got_at is not None and now - self.got_at < (
            STALE if self.failed_at is not None else FRESH
        )


def is_certain(address: str, outcome: str, status: int | None) -> bool:
    """Whether an answer says what a site has: a file, or (4xx, a maze of redirects) that there is none.

    A tdmrep.json that a site fails to give is none (TDMRep, "TDM File on the Origin Server"); a robots.txt is not.
    """
    if status is not None and address.endswith(TDMREP):
        return True
    if outcome in {Outcome.OK, Outcome.TOO_LARGE, Outcome.TOO_MANY_REDIRECTS}:
        return True
    return status in _CLIENT_ERRORS and status != _TOO_MANY_REQUESTS


def has_file(outcome: str) -> bool:
    """Whether a certain answer carries the file."""
    return outcome in {Outcome.OK, Outcome.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class Manners:
    """Shared by the clients of one run. ``started`` is the reading of the clock at the run's ``now``."""

    pace: Pace
    started: float
    files: dict[str, SiteFile] = field(default_factory=dict)

    @classmethod
    def of(
        cls, settings: Settings, clock: Callable[[], float] = time.monotonic, beside: Beside | None = None
    ) -> Manners:
        """Manners of somebody who has not asked anybody yet; ``beside`` has what other processes ask."""
        pace = Pace(settings.host_delay, settings.host_burst, clock, beside, settings.host_budget)
        return cls(pace, clock())

    def remember(self, address: str, outcome: str, status: int | None, at: float, read: Read) -> None:
        """What an earlier run was told of a site's file; told in the order of time.

        Args:
            address: of the file.
            outcome: of asking for it.
            status: of the answer.
            at: when, as a reading of the run's clock: before it began.
            read: gives the payload that came, None where it is lost.
        """
        if is_certain(address, outcome, status):
            self.files[address] = SiteFile(read if has_file(outcome) else bytes, at)
        else:
            before = self.files.get(address, SiteFile(bytes))
            self.files[address] = replace(before, failed_at=at, detail=outcome)

    def note_file(self, address: str, answer: Answer) -> SiteFile:
        """Remember what came of asking for a site's file; what was known before stays where it failed."""
        now = self.pace.clock()
        if is_certain(address, answer.outcome, answer.status):
            body = answer.body if has_file(answer.outcome) else b""
            known = SiteFile(lambda: body, now)
        else:
            before = self.files.get(address, SiteFile(bytes))
            known = replace(before, failed_at=now, detail=f"{answer.outcome} {answer.detail}".strip())
        self.files[address] = known
        return known
