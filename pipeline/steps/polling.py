"""The stages of a poll, in the order a run or a flow goes through them: ask, archive, read, load, note.

Each is one call with a `Poll` that knows the run; writing is one transaction a batch, and is published at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.urls import canonical
from pipeline.io import archive, known
from pipeline.io.http import Client, redact
from pipeline.io.store import open_store
from pipeline.model import Disposition, Finding
from pipeline.steps.capturing import capture
from pipeline.steps.ledger import Outcome, Tally, begin, note
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
    payload_of,
    revisits,
    settled,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store
    from pipeline.model import Capture, Feed, World
    from pipeline.settings import Settings


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


def pages_named(poll: Poll, urls: Sequence[str]) -> list[PageTask]:
    """Pages that somebody names by their addresses, each once, whole: known ones as what they are known for."""
    names = list(dict.fromkeys(map(canonical, urls)))
    with open_store(poll.data_dir, poll.now) as store:
        states = {r["url"]: r for r in store.rows("page_states", urls=[redact(name) for name in names])}
    return [PageTask(name, article_key=states.get(redact(name), {}).get("article_key")) for name in names]


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
