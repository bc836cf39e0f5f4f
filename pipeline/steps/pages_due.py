"""Which pages a poll asks: those that feeds list anew, and those that are due for another look. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds import dates
from pipeline.core.normalise.urls import canonical, find_outlet
from pipeline.core.schedule import pages as schedule
from pipeline.core.schedule.pages import PageLife
from pipeline.core.schedule.turns import Turn, share_out
from pipeline.io.http import redact
from pipeline.model import Disposition, Entry, Feed, Finding
from pipeline.steps.feed_notes import state_key
from pipeline.steps.feeds import site
from pipeline.steps.feeds_due import next_feed

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import World
    from pipeline.steps.feeds import FeedLook

Row = dict[str, Any]
TOLD_LATELY = timedelta(
    days=3
)  # what a feed said longer ago, and no run came to look at, is left to the revisits


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page to look at, because a feed lists it (``entry``) or because it is time to look again."""

    url: str
    outlet: str | None = None
    feed: str | None = None
    entry: Entry | None = None
    article_key: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    gain: float = 0.0  # what the look is expected to bring
    deferred: bool = False  # due, but not in this run


@dataclass(frozen=True, slots=True)
class Agenda:
    """Pages to ask now, and what the others came to without being asked."""

    pages: tuple[PageTask, ...] = ()
    settled: tuple[tuple[str, str | None, Disposition], ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    listed: frozenset[str] = frozenset()  # all pages that were listed


def due_pages(
    store: Store,
    looks: Sequence[FeedLook],
    now: datetime,
    habits: Mapping[str, timedelta | None],
    former: frozenset[str] = frozenset(),
    *,
    eager: bool = False,
) -> Agenda:
    """Which of the listed pages to ask: new ones, those whose entry changed, and those whose time has come.

    ``former`` pages were listed by other feeds of this run: they had their turn.
    """
    listed: dict[str, tuple[Feed, Entry]] = {}
    settled: list[tuple[str, str | None, Disposition]] = []
    findings: list[Finding] = []
    for feed, entry in ((look.feed, e) for look in looks if look.parsed for e in look.parsed.entries):
        if not entry.url:
            message = f"feed {feed.key}: entry {entry.guid[:80]!r} has no link; nothing to fetch"
            findings.append(Finding("entry-without-link", message, feed.key))
            settled.append((f"{feed.key} {entry.guid}", feed.outlet, Disposition.REFUSED))
        else:
            listed.setdefault(canonical(entry.url), (feed, entry))
    listed = {url: told for url, told in listed.items() if url not in former}
    states = {r["url"]: r for r in store.rows("page_states", urls=[redact(url) for url in listed])}
    told = told_before(store, listed.values())
    pages = []
    for url, (feed, entry) in listed.items():
        page = life({"outlet": feed.outlet, **states.get(redact(url), {})}, habits)
        is_news = eager or state_key(feed, entry) not in told
        if is_news or schedule.is_due(page, now):
            task = _task(url, states.get(redact(url), {}), feed, entry)
            pages.append(replace(task, gain=_gain(page, now, is_news=is_news)))
        else:
            settled.append((redact(url), feed.outlet, Disposition.NOT_DUE))
    return Agenda(tuple(pages), tuple(settled), tuple(findings), frozenset(listed))


def told_before(store: Store, listed: Iterable[tuple[Feed, Entry]]) -> set[int]:
    """Which of the things that feeds say were said before: keys of `state_key`."""
    keys = sorted({state_key(feed, entry) for feed, entry in listed})
    return {r["state_key"] for r in store.rows("entry_state_keys", keys=keys)}


def habits_of(store: Store, now: datetime) -> dict[str, timedelta | None]:
    """Outlet → the age after which it was never seen to edit; None where that is not known."""
    rows = store.rows("outlet_habits", since=now - schedule.FOLLOWED)
    return {r["outlet"]: schedule.settles_after(r["articles"], _seconds(r["latest_edit_s"])) for r in rows}


def _seconds(value: int | None) -> timedelta | None:
    return None if value is None else timedelta(seconds=value)


def life(row: Row, habits: Mapping[str, timedelta | None]) -> PageLife:
    """A row of `page_states` as the schedule sees it."""
    return PageLife(
        checked_at=row.get("last_fetched_at"),
        changed_at=row.get("last_changed_at"),
        published_at=row.get("published_at"),
        pulled_at=row.get("pulled_at"),
        failures=row.get("failures") or 0,
        is_gone=row.get("status") == "gone",
        settles_after=habits.get(row.get("outlet") or ""),
    )


def _gain(page: PageLife, now: datetime, *, is_news: bool) -> float:
    return schedule.gain(page, now) + (schedule.TOLD_ANEW if is_news else 0.0)


def _task(
    url: str, state: Row, feed: Feed | None, entry: Entry | None, outlet: str | None = None
) -> PageTask:
    return PageTask(
        url=url,
        outlet=feed.outlet if feed else outlet,
        feed=feed.key if feed else None,
        entry=entry,
        article_key=state.get("article_key"),
        etag=state.get("etag"),
        last_modified=state.get("last_modified"),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """The feeds whose entries may wait for a look, and the known world to read their dates by."""

    feeds: tuple[Feed, ...] = ()
    world: World | None = None


def revisits(
    store: Store,
    now: datetime,
    habits: Mapping[str, timedelta | None],
    waiting: Waiting,
    known: Iterable[str] = (),
    *,
    eager: bool = False,
) -> list[PageTask]:
    """Pages of live articles whose time for another look has come, and what feeds told of and no run looked at.

    ``known`` ones are asked already.
    """
    asked = set(known)
    told = [task for task in _waiting(store, waiting, now) if task.url not in asked]
    asked |= {task.url for task in told}
    live = [r for r in store.rows("live_pages", since=now - schedule.FOLLOWED) if r["url"] not in asked]
    urls = [*(r["url"] for r in live), *(task.url for task in told)]
    states = {r["url"]: r for r in store.rows("page_states", urls=urls)}
    out = [replace(task, article_key=states.get(task.url, {}).get("article_key")) for task in told]
    for row in live:
        state = {**states.get(row["url"], {}), "article_key": row["article_key"], "outlet": row["outlet"]}
        page = life(state, habits)
        if eager or schedule.is_due(page, now):
            task = _task(row["url"], state, None, None, row["outlet"])
            out.append(replace(task, gain=_gain(page, now, is_news=False)))
    return out


def _waiting(store: Store, waiting: Waiting, now: datetime) -> list[PageTask]:
    feeds = {feed.key: feed for feed in waiting.feeds}
    rows = store.rows("waiting_entries", since=now - TOLD_LATELY, feeds=sorted(feeds))
    found = []
    for row in rows:
        feed = feeds[row["feed"]]
        entry = entry_of(row, zone_of(feed, waiting.world))
        found.append(replace(_task(row["page"], {}, feed, entry), gain=schedule.TOLD_ANEW))
    return found


def entry_of(row: Row, zone: str | None) -> Entry:
    """An entry as a feed told it: the same claims come out of the same words."""
    return Entry(
        guid=row["guid"],
        url=row["url"],
        headline=row["headline"],
        summary=row["summary"],
        published=dates.read(row["published_raw"], zone) if row["published_raw"] else None,
        updated=dates.read(row["updated_raw"], zone) if row["updated_raw"] else None,
    )


def zone_of(feed: Feed, world: World | None) -> str | None:
    """The zone in which a feed's dates are read that name none: its outlet's."""
    outlet = find_outlet(feed.outlet, world.outlets) if world and feed.outlet else None
    return outlet.timezone if outlet else None


def within_budget(tasks: Sequence[PageTask], budget: int, spent: Counter[str]) -> list[PageTask]:
    """The tasks, those beyond their hosts' budgets of this run marked as deferred; the others' order stays.

    Args:
        tasks: all that is due.
        budget: requests to one host in one run.
        spent: what hosts are asked in this run already.
    """
    turns = share_out([Turn(task, site(task.url), task.gain) for task in tasks], budget, spent)
    late = {task.url for task in turns.later}
    return [replace(task, deferred=task.url in late) for task in tasks]


def next_times(store: Store, feeds: Iterable[Feed], now: datetime) -> tuple[datetime | None, list[datetime]]:
    """When the first feed is due again, and when each followed page is."""
    habits = habits_of(store, now)
    live = {r["url"]: r for r in store.rows("live_pages", since=now - schedule.FOLLOWED)}
    rows = store.rows("page_states", urls=sorted(live))
    pages = [life({**r, "outlet": live[r["url"]]["outlet"]}, habits) for r in rows if r["last_fetched_at"]]
    times = [schedule.next_look(page, now) for page in pages]
    return next_feed(store, feeds, now), [t for t in times if t]
