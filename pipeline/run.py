"""Use cases: the only place that knows the order of steps. `writethru` commands and the flows call the same functions.

A run is begun, takes items in batches (one load transaction each), and is ended with its ledger: every item has
exactly one disposition, every warning is a row of `findings`. After a load the snapshot is published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.io import archive, known
from pipeline.io.http import Client, redact
from pipeline.io.store import open_store
from pipeline.model import Disposition, Finding, RunLedger
from pipeline.steps import checks, exporting, exporting_report, rereading, upkeep
from pipeline.steps.capturing import capture
from pipeline.steps.inputs import Told, read_paths
from pipeline.steps.ledger import Outcome, Tally, begin, finish, note
from pipeline.steps.load import Loaded, load
from pipeline.steps.poll import (
    FeedLook,
    FeedTask,
    PageLook,
    PageTask,
    about_feed,
    ask_feeds,
    ask_pages,
    due_feeds,
    due_pages,
    entry_rows,
    fetch_row,
    next_times,
    payload_of,
    revisits,
    settled,
)
from pipeline.steps.raw import Raw, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store
    from pipeline.model import Capture, Feed, World
    from pipeline.settings import Settings
    from pipeline.steps.checks import Check
    from pipeline.steps.exporting import Format
    from pipeline.steps.exporting_folder import Written
    from pipeline.steps.exporting_report import Report
    from pipeline.steps.rereading import Reprocessed
    from pipeline.steps.upkeep import Upkeep

T = TypeVar("T")
BATCH = 500  # captures a load transaction
FEED_BATCH = 100
PAGE_BATCH = 200


def load_captures(
    data_dir: Path, tally: Tally, captures: Sequence[Capture], world: World, now: datetime
) -> tuple[Tally, Loaded]:
    """Load one batch of captures in one transaction and note what became of each."""
    with open_store(data_dir, now) as store:
        with store.transaction():
            tally, loaded = _load(store, tally, captures, world, now)
        store.publish()
    return tally, loaded


def _load(
    store: Store,
    tally: Tally,
    captures: Sequence[Capture],
    world: World,
    now: datetime,
    rechecked: Sequence[int] = (),
) -> tuple[Tally, Loaded]:
    loaded = load(store, captures, world, tally.run_key, now, rechecked)
    outcomes = [Outcome(item, what, outlet, article) for item, outlet, article, what in loaded.outcomes]
    tally = note(store, tally, outcomes, loaded.findings, now)
    moved = loaded.moved
    stories = tally.stories | set(moved.stories)
    return replace(tally, versions=tally.versions + len(moved.versions), stories=stories), loaded


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
) -> Imported:
    """Take files into the pipeline: HTML, text captures, wire files, `.jsonl` records and manifests.

    Args:
        data_dir: where the database and the archive are.
        paths: files and folders.
        say: what the command line says about single files.
        world: outlets and agencies known.
        now: the time of recording; never taken for a capture time.
        progress: called with the number of items done after each batch.
    """
    tally = begin(data_dir, "import", now)
    refused: list[Refused] = []
    parts: list[Loaded] = []
    for batch in _batches(read_paths(paths, say), BATCH):
        bad = [one for one in batch if isinstance(one, Refused)]
        refused += bad
        tally = _refuse(data_dir, tally, bad, now)
        raws = [one for one in batch if isinstance(one, Raw)]
        if raws:
            tally, loaded = _take(data_dir, tally, raws, world, now)
            parts.append(loaded)
        progress(tally.items)
    return Imported(finish(data_dir, tally, now), tuple(refused), tuple(parts))


def _take(
    data_dir: Path, tally: Tally, raws: Sequence[Raw], world: World, now: datetime
) -> tuple[Tally, Loaded]:
    """Archive first: everything after it can be replayed."""
    for payload in {
        id(raw.payload): raw.payload for raw in raws
    }.values():  # a wire file stands behind all its items
        archive.put(data_dir, payload)
    return load_captures(data_dir, tally, [capture(raw, world, now) for raw in raws], world, now)


def _refuse(data_dir: Path, tally: Tally, bad: Sequence[Refused], now: datetime) -> Tally:
    if not bad:
        return tally
    outcomes = [Outcome(one.origin, Disposition.REFUSED) for one in bad]
    findings = [Finding("input-refused", one.message, one.origin, "error") for one in bad]
    with open_store(data_dir, now) as store:
        return note(store, tally, outcomes, findings, now)


def _batches(items: Iterable[Raw | Refused], size: int) -> Iterator[list[Raw | Refused]]:
    it = iter(items)
    while batch := list(islice(it, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll under way: the run, what is known, how to ask, and the clock's one reading."""

    settings: Settings
    world: World
    now: datetime
    tally: Tally
    eager: bool = False

    @property
    def data_dir(self) -> Path:
        """Where database and archive are."""
        return self.settings.data_dir


def start_poll(
    settings: Settings, world: World, now: datetime, *, kind: str = "poll", eager: bool = False
) -> Poll:
    """Open a run that asks feeds and pages; private origins the user typed himself may be asked."""
    origins = settings.allowed_origins | known.allowed_origins(world)
    return Poll(
        replace(settings, allowed_origins=origins), world, now, begin(settings.data_dir, kind, now), eager
    )


def feeds_of(world: World) -> tuple[Feed, ...]:
    """The feeds to poll: the user's own if there are any, else the shipped list."""
    own = [f for f in world.feeds if f.key in world.own_feeds]
    return tuple(own or world.feeds)


def feeds_due(poll: Poll) -> list[FeedTask]:
    """The feeds whose time has come."""
    with open_store(poll.data_dir, poll.now) as store:
        return due_feeds(store, feeds_of(poll.world), poll.now, eager=poll.eager)


def fetch_feeds(poll: Poll, tasks: Sequence[FeedTask]) -> list[FeedLook]:
    """Ask a batch of feeds and read what they answer."""
    with Client(poll.settings) as client:
        return ask_feeds(client, tasks, poll.world)


def note_feeds(poll: Poll, looks: Sequence[FeedLook]) -> tuple[Poll, list[PageTask]]:
    """Archive and log what the feeds said. -> the pages to ask now: listed ones that are due."""
    shas = [_archived(poll.data_dir, look.answer.body) for look in looks]
    with open_store(poll.data_dir, poll.now) as store:
        agenda = due_pages(store, looks, poll.now, eager=poll.eager)
        with store.transaction():
            store.insert("facts.request", _fetch_rows(poll, looks, shas), known="ignore")
            rows = {r["state_key"]: r for look in looks for r in entry_rows(look, poll.now)}
            store.run("seen_entries", seen_at=poll.now, keys=sorted(rows))
            store.insert("facts.entry_state", rows.values(), known="ignore")
        outcomes = [Outcome(item, what, outlet) for item, outlet, what in agenda.settled]
        findings = [*agenda.findings, *(f for look in looks for f in about_feed(look))]
        tally = note(store, poll.tally, outcomes, findings, poll.now)
    return replace(poll, tally=tally), list(agenda.pages)


def pages_to_revisit(poll: Poll, asked: Sequence[PageTask] = ()) -> list[PageTask]:
    """Live pages whose time for another look has come, besides those asked already."""
    with open_store(poll.data_dir, poll.now) as store:
        return revisits(store, poll.now, [t.url for t in asked], eager=poll.eager)


def fetch_pages(poll: Poll, tasks: Sequence[PageTask]) -> list[PageLook]:
    """Ask a batch of pages, and archive every payload before anything is decided."""
    with Client(poll.settings) as client:
        looks = ask_pages(client, tasks, poll.now)
    for look in looks:
        _archived(poll.data_dir, look.answer.body)
    return looks


def _archived(data_dir: Path, body: bytes) -> str | None:
    return archive.put(data_dir, body) if body else None


def _fetch_rows(
    poll: Poll, looks: Sequence[FeedLook | PageLook], shas: Sequence[str | None]
) -> list[dict[str, Any]]:
    return [
        fetch_row(look, poll.tally.run_key, poll.now, n, sha)
        for n, (look, sha) in enumerate(zip(looks, shas, strict=True))
    ]


def extract_pages(poll: Poll, looks: Sequence[PageLook]) -> list[Capture]:
    """Read the pages that showed something."""
    raws = [raw for raw in map(payload_of, looks) if raw]
    return [capture(raw, poll.world, poll.now) for raw in raws]


def dedupe(captures: Sequence[Capture]) -> tuple[list[Capture], list[Capture]]:
    """Captures that stand for themselves, and repeats: the same page of the same outlet met twice in a batch."""
    fresh: dict[tuple[str, str | None, str], Capture] = {}
    repeats = []
    for one in captures:
        name = (one.outlet, one.url, one.payload_sha)
        if name in fresh:
            repeats.append(one)
        fresh.setdefault(name, one)
    return list(fresh.values()), repeats


def load_pages(
    poll: Poll, looks: Sequence[PageLook], captures: Sequence[Capture], repeats: Sequence[Capture]
) -> Poll:
    """Log the fetches of a batch and load its captures; what showed nothing is settled and counted too."""
    empty = [look for look in looks if payload_of(look) is None]
    shas = [archive.digest(look.answer.body) if look.answer.body else None for look in looks]
    outcomes = [Outcome(redact(x.task.url), settled(x), x.task.outlet, x.task.article_key) for x in empty]
    outcomes += [Outcome(c.url or c.origin, Disposition.UNCHANGED, c.outlet) for c in repeats]
    rechecked = [x.task.article_key for x in empty if x.task.article_key]
    with open_store(poll.data_dir, poll.now) as store:
        with store.transaction():
            store.insert("facts.request", _fetch_rows(poll, looks, shas), known="ignore")
            tally = note(store, poll.tally, outcomes, _failed(empty), poll.now)
            tally, _ = _load(store, tally, captures, poll.world, poll.now, rechecked)
        store.publish()
    return replace(poll, tally=tally)


def _failed(looks: Sequence[PageLook]) -> list[Finding]:
    return [
        Finding(
            "page-failed",
            f"{redact(x.task.url)}: {x.answer.outcome} {x.answer.detail}".strip(),
            redact(x.task.url),
            "info",
        )
        for x in looks
        if settled(x) is not Disposition.NOT_MODIFIED
    ]


def poll_once(
    settings: Settings,
    world: World,
    now: datetime,
    *,
    eager: bool = False,
    progress: Callable[[str], None] = lambda _line: None,
) -> RunLedger:
    """One poll of everything due: feeds, the pages they list, and pages whose time has come. As the flow does it."""
    poll = start_poll(settings, world, now, eager=eager)
    looks: list[FeedLook] = []
    feeds = feeds_due(poll)
    for batch in batched(feeds, FEED_BATCH):
        progress(f"asking {len(batch)} feeds")
        looks += fetch_feeds(poll, batch)
    poll, pages = note_feeds(poll, looks)
    pages += pages_to_revisit(poll, pages)
    for number, tasks in enumerate(batched(pages, PAGE_BATCH)):
        progress(f"pages {number * PAGE_BATCH + 1} to {number * PAGE_BATCH + len(tasks)} of {len(pages)}")
        answers = fetch_pages(poll, tasks)
        fresh, repeats = dedupe(extract_pages(poll, answers))
        poll = load_pages(poll, answers, fresh, repeats)
    return finish(poll.data_dir, poll.tally, now)


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
    """Compact, publish, remove leftovers of dead processes, or only say so: `steps.upkeep`."""
    return upkeep.tend(data_dir, now) if apply else upkeep.plan(data_dir, now)


def examine(data_dir: Path, now: datetime) -> Iterator[Check]:
    """The doctor's checks, one after the other: `steps.checks.examine`."""
    return checks.examine(data_dir, now)
