"""The stages of a poll, in the order a run or a flow goes through them: ask, archive, read, load, note.

Each is one call with a `Poll` that knows the run; writing is one transaction a batch, and is published at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.forgotten import Forgotten
from pipeline.core.normalise.urls import canonical
from pipeline.io import archive, known
from pipeline.io.http import Client, redact
from pipeline.io.store import open_store
from pipeline.model import Disposition, Finding
from pipeline.steps.archiving import keeps, tell_places
from pipeline.steps.barring import forgotten, sparing
from pipeline.steps.feed_notes import about_feed, entry_rows, remember, without_forgotten
from pipeline.steps.feeds import FeedLook, FeedTask, ask_feeds, site, spent_on
from pipeline.steps.feeds_due import due_feeds
from pipeline.steps.fetch_rows import fetch_row
from pipeline.steps.furniture_lists import knowing
from pipeline.steps.ledger import Outcome, Tally, begin, note
from pipeline.steps.licensing import licensed
from pipeline.steps.load import Loaded, load
from pipeline.steps.pages import PageLook, ask_pages, payload_of, settled
from pipeline.steps.pages_due import (
    PageTask,
    Waiting,
    due_pages,
    habits_of,
    revisits,
    told_before,
    within_budget,
)
from pipeline.steps.politeness import about_opt_out, fetched, remembered
from pipeline.steps.reading import READERS, Readers, read_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.archive import Keeper
    from pipeline.io.http import Manners
    from pipeline.io.store import Store
    from pipeline.model import Capture, Feed, World
    from pipeline.settings import Settings


def load_captures(
    data_dir: Path,
    tally: Tally,
    captures: Sequence[Capture],
    world: World,
    now: datetime,
    readers: Readers = READERS,
) -> tuple[Tally, Loaded]:
    """Load one batch of captures in one transaction and note what became of each."""
    keeper = archive.keeper_of(data_dir, tally.run_key, now)
    with open_store(data_dir, now) as store:
        with store.transaction():
            tell_places(store, keeper)
            tally, loaded = _load(store, tally, captures, world, now, readers=readers)
        store.publish()
    return tally, loaded


def _load(
    store: Store,
    tally: Tally,
    captures: Sequence[Capture],
    world: World,
    now: datetime,
    rechecked: Sequence[int] = (),
    readers: Readers = READERS,
) -> tuple[Tally, Loaded]:
    loaded = load(store, captures, world, tally.run_key, now, rechecked, readers)
    outcomes = [Outcome(item, what, outlet, article) for item, outlet, article, what in loaded.outcomes]
    tally = note(store, tally, outcomes, loaded.findings, now)
    moved = loaded.moved
    stories = tally.stories | set(moved.stories)
    return replace(tally, versions=tally.versions + len(moved.versions), stories=stories), loaded


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll under way: the run, what is known, how to ask, and the clock's one reading, at which its manners begin."""

    settings: Settings
    world: World
    now: datetime
    tally: Tally
    manners: Manners
    eager: bool = False
    barred: Forgotten = field(default_factory=Forgotten)  # what was removed at somebody's wish
    spent: Counter[str] = field(default_factory=Counter)  # what each host was asked for its feeds
    listed: frozenset[str] = frozenset()  # pages that feeds of this run listed

    @property
    def data_dir(self) -> Path:
        """Where database and archive are."""
        return self.settings.data_dir

    @property
    def keeper(self) -> Keeper:
        """Where the run's payloads go."""
        limit = self.settings.archive_file_bytes
        return archive.keeper_of(self.data_dir, self.tally.run_key, self.now, limit)


def open_poll(
    settings: Settings, world: World, now: datetime, *, kind: str = "poll", eager: bool = False
) -> Poll:
    """Open a run that asks feeds and pages; private origins the user typed himself may be asked."""
    origins = settings.allowed_origins | known.allowed_origins(world)
    tally = begin(settings.data_dir, kind, now)
    manners = remembered(settings.data_dir, settings, now)
    with open_store(settings.data_dir, now) as store:
        barred = forgotten(store)
        world = knowing(store, world)
        settings = licensed(store, settings, world)
    return Poll(replace(settings, allowed_origins=origins), world, now, tally, manners, eager, barred)


def feeds_of(world: World) -> tuple[Feed, ...]:
    """The feeds to poll: the user's own if there are any, else the shipped list."""
    own = [f for f in world.feeds if f.key in world.own_feeds]
    return tuple(own or world.feeds)


def feeds_due(poll: Poll) -> list[FeedTask]:
    """The feeds whose time has come."""
    with open_store(poll.data_dir, poll.now) as store:
        budget = poll.settings.host_budget
        return due_feeds(store, feeds_of(poll.world), poll.now, budget, eager=poll.eager)


def fetch_feeds(poll: Poll, tasks: Sequence[FeedTask]) -> list[FeedLook]:
    """Ask a batch of feeds, archive every payload, and read what they answer."""
    spared: set[str] = set()
    with Client(poll.settings, manners=poll.manners) as client:
        keep = sparing(keeps(poll.keeper, poll.now), poll.barred, spared)
        looks = ask_feeds(client, tasks, poll.world, keep=keep)
    poll.keeper.sync()
    return [replace(look, kept=False) if look.sha in spared else look for look in looks]


def note_feeds(
    poll: Poll, looks: Sequence[FeedLook], before: Sequence[PageTask] = ()
) -> tuple[Poll, list[PageTask]]:
    """Log what a batch of feeds said. -> the pages to ask now: listed ones that are due.

    Args:
        poll: the run.
        looks: all looks of some feeds.
        before: the pages that the run's former batches came to: they share their hosts' budgets with the new ones,
            and a page that was listed by then is not told again.
    """
    looks, outcomes = without_forgotten(looks, poll.barred)
    asked = [look for look in looks if not look.deferred]
    shas = [look.sha if look.kept else None for look in asked]
    spent = poll.spent + spent_on(asked)
    with open_store(poll.data_dir, poll.now) as store:
        habits = habits_of(store, poll.now)
        agenda = due_pages(store, looks, poll.now, habits, poll.listed, eager=poll.eager)
        listed = [(look.feed, e) for look in looks if look.parsed for e in look.parsed.entries]
        known_now = remember(asked, told_before(store, listed), poll.now)
        with store.transaction():
            store.insert("facts.request", _fetch_rows(poll, asked, shas), known="ignore")
            tell_places(store, poll.keeper)
            _note_entries(store, asked, poll.now)
            store.run("forget_feed_states", names=[s.feed for s in known_now.states])
            store.insert("facts.feed_state", known_now.rows())
        outcomes += [Outcome(item, what, outlet) for item, outlet, what in agenda.settled]
        outcomes += [_deferred(look) for look in looks if look.deferred]
        findings = [*agenda.findings, *known_now.findings, *(f for look in asked for f in about_feed(look))]
        tally = note(store, poll.tally, outcomes, findings, poll.now)
    pages = within_budget((*before, *agenda.pages), poll.settings.host_budget, spent)
    return replace(poll, tally=tally, spent=spent, listed=poll.listed | agenda.listed), pages


def _note_entries(store: Store, looks: Sequence[FeedLook], now: datetime) -> None:
    rows = {r["state_key"]: r for look in looks for r in entry_rows(look, now)}
    store.run("seen_entries", seen_at=now, keys=sorted(rows))
    store.insert("facts.entry_state", rows.values(), known="ignore")


def _deferred(look: FeedLook) -> Outcome:
    return Outcome(f"feed {look.feed.key}", Disposition.DEFERRED, look.feed.outlet)


def pages_to_revisit(poll: Poll, asked: Sequence[PageTask] = ()) -> list[PageTask]:
    """Live pages whose time for another look has come, besides those asked already.

    In a run that has loaded pages since, these are the pages whose story moved at another outlet meanwhile.
    """
    spent = poll.spent + Counter(site(task.url) for task in asked if not task.deferred)
    with open_store(poll.data_dir, poll.now) as store:
        tasks = revisits(
            store,
            poll.now,
            habits_of(store, poll.now),
            Waiting(feeds_of(poll.world), poll.world),
            [t.url for t in asked],
            eager=poll.eager,
        )
    return within_budget(tasks, poll.settings.host_budget, spent)


def pages_named(poll: Poll, urls: Sequence[str]) -> list[PageTask]:
    """Pages that somebody names by their addresses, each once, whole: known ones as what they are known for."""
    names = list(dict.fromkeys(map(canonical, urls)))
    with open_store(poll.data_dir, poll.now) as store:
        states = {r["url"]: r for r in store.rows("page_states", urls=[redact(name) for name in names])}
    return [PageTask(name, article_key=states.get(redact(name), {}).get("article_key")) for name in names]


def fetch_pages(poll: Poll, tasks: Sequence[PageTask]) -> list[PageLook]:
    """Ask a batch of pages, and archive every payload before anything is decided."""
    with Client(poll.settings, manners=poll.manners) as client:
        looks = ask_pages(client, tasks, poll.now, keeps(poll.keeper, poll.now), poll.barred)
    poll.keeper.sync()
    return looks


def _digests(looks: Sequence[PageLook]) -> list[str | None]:
    return [archive.digest(look.answer.body) if look.answer.body else None for look in looks]


def _fetch_rows(
    poll: Poll, looks: Sequence[FeedLook | PageLook], shas: Sequence[str | None]
) -> list[dict[str, Any]]:
    return [
        row
        for n, (look, sha) in enumerate(zip(looks, shas, strict=True))
        for row in fetched(
            look.answer, fetch_row(look, poll.tally.run_key, poll.now, n, sha), poll.manners, poll.now
        )
    ]


def extract_pages(poll: Poll, looks: Sequence[PageLook]) -> list[Capture]:
    """Read the pages that showed something."""
    raws = (raw for raw in map(payload_of, looks) if raw)
    return read_all(((raw, poll.now) for raw in raws), poll.world, Readers.of(poll.settings))


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
    asked = [look for look in looks if not look.task.deferred]
    empty = [look for look in looks if payload_of(look) is None]
    shas = _digests(asked)
    outcomes = [Outcome(redact(x.task.url), settled(x), x.task.outlet, x.task.article_key) for x in empty]
    outcomes += [Outcome(c.url or c.origin, Disposition.UNCHANGED, c.outlet) for c in repeats]
    rechecked = [x.task.article_key for x in empty if x.task.article_key and not x.task.deferred]
    with open_store(poll.data_dir, poll.now) as store:
        with store.transaction():
            store.insert("facts.request", _fetch_rows(poll, asked, shas), known="ignore")
            tell_places(store, poll.keeper)
            tally = note(store, poll.tally, outcomes, _failed(empty), poll.now)
            readers = Readers.of(poll.settings)
            tally, _ = _load(store, tally, captures, poll.world, poll.now, rechecked, readers)
        store.publish()
    return replace(poll, tally=tally)


_NO_NEWS = frozenset({Disposition.NOT_MODIFIED, Disposition.DEFERRED, Disposition.FORGOTTEN})


def _failed(looks: Sequence[PageLook]) -> list[Finding]:
    told = [look for look in looks if settled(look) not in _NO_NEWS]
    return [_about(look) for look in told]


def _about(look: PageLook) -> Finding:
    if settled(look) is Disposition.OPTED_OUT:
        return about_opt_out(look.answer)
    url = redact(look.task.url)
    message = f"{url}: {look.answer.outcome} {look.answer.detail}".strip()
    return Finding("page-failed", message, url, "info")
