"""What the long jobs share: they go one at a time, and show how far they are."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.concurrency.sync import concurrency
from prefect.logging import get_run_logger

from flows.shown import link
from pipeline.errors import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

# Each of them wants the one writer and a processor for long. Where a server lacks the limit, they go all the same.
HEAVY = "writethru-heavy"
PATIENCE = 600.0  # seconds to wait for another long job; one that takes longer than that takes hours
_EVERY = 2.0  # seconds between two updates of a progress artifact: each is a request, and a row of the server


class AnotherJobError(StoreBusy):
    """Another long job is at work: no fault, and nothing was begun."""


@contextmanager
def alone() -> Iterator[None]:
    """Be the only long job of the server, as far as its limit says so.

    Raises:
        AnotherJobError: one has been at work for too long.
    """
    slot = concurrency(HEAVY, occupy=1, timeout_seconds=PATIENCE)
    try:
        slot.__enter__()
    except TimeoutError as error:
        raise StoreBusy(
            "another long job (maintain, backfill or reprocess) is at work; start this one later"
        ) from error
    try:
        yield
    finally:
        slot.__exit__(None, None, None)


class Progress:
    """A progress artifact with a fixed key: each run is a new version of the page.

    Args:
        key: the artifact's key.
        what: what is being done, in a few words.
    """

    def __init__(self, key: str, what: str) -> None:
        self._last = 0.0
        made: Any = create_progress_artifact(progress=0.0, key=key, description=what)  # typed for both worlds
        self._artifact: UUID = made
        get_run_logger().info("Progress: %s", link(key))

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show how far it is, now and then."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self._show(min(100.0 * done / max(of, 1), 99.0), f"{what}: {done:,} of {of:,}")

    def done(self, what: str) -> None:
        """Show that it has ended, and what it came to."""
        self._show(100.0, what)

    def _show(self, percent: float, what: str) -> None:
        update_progress_artifact(artifact_id=self._artifact, progress=percent, description=what)
