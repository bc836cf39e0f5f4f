"""A run as the tasks of a flow share it, and its ledger, which is closed whatever happens."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from prefect.logging import get_run_logger

from pipeline import run as use_cases
from pipeline.errors import BadConfig, WritethruError
from pipeline.io import known
from pipeline.settings import Settings
from pipeline.steps import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.model import RunLedger, World
    from pipeline.run import Poll

T = TypeVar("T")
LIMIT = 3600  # seconds a poll may take: 2,000 pages of one slow host at 1 a second, and as much again


class Underway:
    """A poll between its steps. No dataclass on purpose: Prefect would search every record in it for futures."""

    def __init__(self, poll: Poll) -> None:
        self.poll = poll
        self.began = time.monotonic()


class Batch(Generic[T]):
    """Items that one task takes, opaque to Prefect; its text is shown in the task run's name."""

    def __init__(self, items: Sequence[T], what: str, first: int = 1, total: int | None = None) -> None:
        self.items = items
        self._text = _span(what, first, len(items), total or len(items))

    def __str__(self) -> str:
        return self._text


def _span(what: str, first: int, count: int, total: int) -> str:
    if count == total:
        return f"{count} {what}"
    return f"{what} {first}-{first + count - 1} of {total}"


def batches(items: Sequence[T], what: str, size: int) -> list[Batch[T]]:
    """The items in batches of at most ``size``."""
    parts = use_cases.batched(items, size)
    return [Batch(part, what, 1 + size * n, len(items)) for n, part in enumerate(parts)]


def settings_of(data_dir: Path | None) -> Settings:
    """Settings of the process that runs the flow: ``WRITETHRU_*``; the parameter goes before the variable.

    Raises:
        BadConfig: a variable that cannot be read.
    """
    return Settings.from_env(data_dir, os.environ)


def clock() -> datetime:
    """The one reading of the clock of a run that is told no time."""
    return datetime.now(tz=UTC)


def world_of(data_dir: Path, feeds: Sequence[str] | None) -> World:
    """The known world with the user's own files; ``feeds`` are keys of the only feeds to ask.

    Raises:
        BadConfig: a broken file, or a feed that is not known.
    """
    world = known.load(data_dir)
    if feeds is None:
        return world
    wanted = tuple(f for f in world.feeds if f.key in set(feeds))
    missing = sorted(set(feeds) - {f.key for f in wanted})
    if missing:
        raise BadConfig(f"there is no feed {missing[0]!r}; `writethru feeds list` shows the keys")
    return replace(world, feeds=wanted, own_feeds=tuple(k for k in world.own_feeds if k in set(feeds)))


@contextmanager
def closed_as_failed(run: Underway) -> Iterator[None]:
    """Whatever stops a run before its end (a bug, a signal) also closes its line in the ledger, as failed."""
    try:
        yield
    except BaseException:
        try:
            finish(run, state="failed")
        except WritethruError as error:
            get_run_logger().error("The run's ledger stays open: %s", error)
        raise


def finish(run: Underway, state: str = "completed") -> RunLedger:
    """Close the run in the ledger and publish what it brought."""
    ended = use_cases.later(run.poll.now, run.began)
    return ledger.finish(run.poll.data_dir, run.poll.tally, ended, state=state)
