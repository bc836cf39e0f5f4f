"""Use cases: the only place that knows the order of steps. `writethru` commands and the flows call the same functions.

A run is begun, takes items in batches (one load transaction each), and is ended with its ledger: every item has
exactly one disposition, every warning is a row of `findings`. After a load the snapshot is published.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.io import archive
from pipeline.io.store import open_store
from pipeline.model import Disposition, Finding, RunLedger
from pipeline.steps import checks, exporting, exporting_report, rereading, upkeep
from pipeline.steps.adopting import start_poll
from pipeline.steps.archiving import keep_files
from pipeline.steps.barring import forgotten, parted_raws
from pipeline.steps.furniture_lists import knowing
from pipeline.steps.inputs import Told, count_inputs, read_paths
from pipeline.steps.ledger import Outcome, Tally, begin, finish, note
from pipeline.steps.news import tell
from pipeline.steps.pages_due import next_times
from pipeline.steps.polling import (
    Poll,
    dedupe,
    extract_pages,
    feeds_due,
    feeds_of,
    fetch_feeds,
    fetch_pages,
    load_captures,
    load_pages,
    note_feeds,
    pages_named,
    pages_to_revisit,
)
from pipeline.steps.raw import Passed, Raw, Refused
from pipeline.steps.reading import READERS, Readers, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.model import World
    from pipeline.settings import Settings
    from pipeline.steps.checks import Check
    from pipeline.steps.exporting import Format
    from pipeline.steps.exporting_folder import Written
    from pipeline.steps.exporting_report import Report
    from pipeline.steps.feeds import FeedLook
    from pipeline.steps.load import Loaded
    from pipeline.steps.pages_due import PageTask
    from pipeline.steps.rereading import Reprocessed
    from pipeline.steps.upkeep import Upkeep

__all__ = [
    "Poll",
    "batched",
    "count_inputs",
    "dedupe",
    "examine",
    "export",
    "extract_pages",
    "feeds_due",
    "feeds_of",
    "fetch_feeds",
    "fetch_pages",
    "import_paths",
    "later",
    "load_captures",
    "load_pages",
    "maintain",
    "note_feeds",
    "outlook",
    "pages_named",
    "pages_to_revisit",
    "poll_feeds",
    "poll_once",
    "portions",
    "report",
    "reprocess",
    "start_poll",
    "tell",
]

T = TypeVar("T")
BATCH = 500  # captures a load transaction
FEED_BATCH = (
    1_000  # at once: each site has its pace, and a smaller batch would wait for the slowest of its own
)
PAGE_BATCH = 200
NOTED_AT_ONCE = (
    20_000_000  # bytes of feeds in one transaction, which DuckDB holds in memory several times over
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What `import` came to: the ledger, and one line for each input that was refused."""

    ledger: RunLedger
    refused: tuple[Refused, ...]
    loaded: tuple[Loaded, ...]


def import_paths(
    data_dir: Path,
    paths: Sequence[Path],
    say: Told,
    world: World,
    now: datetime,
    progress: Callable[[int], None] = lambda _done: None,
    readers: Readers = READERS,
) -> Imported:
    """Take files into the pipeline: HTML, text captures, wire and WARC files, `.jsonl` records and manifests.

    Args:
        data_dir: where the database and the archive are.
        paths: files and folders.
        say: what the command line says about single files.
        world: outlets and agencies known.
        now: the time of recording; never taken for a capture time.
        progress: called with the number of items done after each batch.
        readers: who reads the pages.
    """
    began = time.monotonic()
    tally = begin(data_dir, "import", now)
    with open_store(data_dir, now) as store:
        world = knowing(store, world)
    refused: list[Refused] = []
    parts: list[Loaded] = []
    with open_store(data_dir, now) as store:
        barred = forgotten(store)
    for batch in _batches(read_paths(paths, say), BATCH):
        bad = [one for one in batch if isinstance(one, Refused)]
        refused += bad
        tally = _pass_over(data_dir, tally, [one for one in batch if isinstance(one, Passed)], now)
        tally = _refuse(data_dir, tally, bad, now)
        raws, out = parted_raws([one for one in batch if isinstance(one, Raw)], barred)
        tally = _bar(data_dir, tally, out, now)
        if raws:
            tally, loaded = _take(data_dir, tally, raws, world, now, readers)
            parts.append(loaded)
        progress(tally.items)
    return Imported(finish(data_dir, tally, later(now, began)), tuple(refused), tuple(parts))


def _take(
    data_dir: Path, tally: Tally, raws: Sequence[Raw], world: World, now: datetime, readers: Readers
) -> tuple[Tally, Loaded]:
    """Archive first: everything after it can be replayed."""
    keep_files(archive.keeper_of(data_dir, tally.run_key, now), raws, now)
    captures = read_all(((raw, now) for raw in raws), world, readers)
    return load_captures(data_dir, tally, captures, world, now, readers)


def _refuse(data_dir: Path, tally: Tally, bad: Sequence[Refused], now: datetime) -> Tally:
    if not bad:
        return tally
    outcomes = [Outcome(one.origin, Disposition.REFUSED) for one in bad]
    findings = [Finding("input-refused", one.message, one.origin, "error") for one in bad]
    with open_store(data_dir, now) as store:
        return note(store, tally, outcomes, findings, now)


def _bar(data_dir: Path, tally: Tally, out: Sequence[Raw], now: datetime) -> Tally:
    """What was forgotten at somebody's wish is not taken in again, whoever brings it."""
    if not out:
        return tally
    outcomes = [Outcome(raw.url or raw.origin, Disposition.FORGOTTEN, raw.outlet) for raw in out]
    findings = [
        Finding("forgotten", f"{raw.origin}: {raw.url} was forgotten: not taken in", raw.url or "", "info")
        for raw in out
    ]
    with open_store(data_dir, now) as store:
        return note(store, tally, outcomes, findings, now)


def _pass_over(data_dir: Path, tally: Tally, passed: Sequence[Passed], now: datetime) -> Tally:
    if not passed:
        return tally
    findings = [Finding("input-passed", one.message, one.origin, "info") for one in passed]
    with open_store(data_dir, now) as store:
        return note(store, tally, (), findings, now)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    it = iter(items)
    while batch := list(islice(it, size)):
        yield batch


def poll_once(
    settings: Settings,
    world: World,
    now: datetime,
    *,
    eager: bool = False,
    progress: Callable[[str], None] = lambda _line: None,
) -> RunLedger:
    """One poll of everything due: feeds, the pages they list, and pages whose time has come. As the flow does it."""
    began = time.monotonic()
    poll = start_poll(settings, world, now, eager=eager)
    poll, pages = poll_feeds(poll, progress)
    pages += pages_to_revisit(poll, pages)
    poll = _take_pages(poll, pages, progress)
    if not eager:  # what was loaded may have moved stories: their other pages are due at once
        poll = _take_pages(poll, pages_to_revisit(poll, pages), progress)
    return finish(poll.data_dir, poll.tally, later(now, began))


def poll_feeds(
    poll: Poll, progress: Callable[[str], None] = lambda _line: None
) -> tuple[Poll, list[PageTask]]:
    """Ask the feeds that are due and note what they say, batch by batch. -> the pages to ask now."""
    pages: list[PageTask] = []
    for batch in batched(feeds_due(poll), FEED_BATCH):
        progress(f"asking {len(batch)} feeds")
        for looks in portions(fetch_feeds(poll, batch)):
            poll, pages = note_feeds(poll, looks, pages)
    return poll, pages


def portions(looks: list[FeedLook]) -> Iterator[list[FeedLook]]:
    """Looks as they are noted: some megabytes of feeds at a time, all looks of a feed together, ``looks`` emptied."""
    waiting = deque(looks)
    looks.clear()
    while waiting:
        part: list[FeedLook] = []
        size = 0
        while waiting and (size < NOTED_AT_ONCE or waiting[0].feed.key == part[-1].feed.key):
            part.append(waiting.popleft())
            size += part[-1].size
        yield part


def later(now: datetime, began: float) -> datetime:
    """A run's time when ``time.monotonic()`` stood at ``began``, gone on as the clock does: a told time too."""
    return now + timedelta(seconds=time.monotonic() - began)


def _take_pages(poll: Poll, pages: Sequence[PageTask], progress: Callable[[str], None]) -> Poll:
    for number, tasks in enumerate(batched(pages, PAGE_BATCH)):
        progress(f"pages {number * PAGE_BATCH + 1} to {number * PAGE_BATCH + len(tasks)} of {len(pages)}")
        answers = fetch_pages(poll, tasks)
        fresh, repeats = dedupe(extract_pages(poll, answers))
        poll = load_pages(poll, answers, fresh, repeats)
    return poll


def batched(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """The items in runs of at most ``size``."""
    return [items[at : at + size] for at in range(0, len(items), size)]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes next: when a feed and a page are due, and how many pages are being followed."""

    feed_at: datetime | None
    page_at: datetime | None
    pages: int


def outlook(settings: Settings, world: World, now: datetime) -> Outlook:
    """When there is something to do again."""
    with open_store(settings.data_dir, now) as store:
        feed_at, page_times = next_times(store, feeds_of(world), now)
    return Outlook(feed_at, min(page_times, default=None), len(page_times))


def export(data_dir: Path, folder: Path, format_: Format, now: datetime, **how: Any) -> tuple[Written, ...]:
    """Write what is published to files: `steps.exporting.export`."""
    return exporting.export(data_dir, folder, format_, now, **how)


def report(data_dir: Path, folder: Path, now: datetime, **how: Any) -> Report:
    """Write the static site: `steps.exporting_report.report`."""
    return exporting_report.report(data_dir, folder, now, **how)


def reprocess(data_dir: Path, world: World, now: datetime, **how: Any) -> Reprocessed:
    """Read again from the archive, derive anew: `steps.rereading.reprocess`."""
    return rereading.reprocess(data_dir, world, now, **how)


def maintain(data_dir: Path, now: datetime, *, apply: bool) -> Upkeep:
    """Learn furniture, compact, publish, remove what dead processes left, or only say so: `steps.upkeep`."""
    return upkeep.tend(data_dir, now) if apply else upkeep.plan(data_dir, now)


def examine(data_dir: Path, now: datetime) -> Iterator[Check]:
    """The doctor's checks, one after the other: `steps.checks.examine`."""
    return checks.examine(data_dir, now)
