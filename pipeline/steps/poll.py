"""One poll: which feeds and pages are due, what they answered, and payloads out of that. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds import dates
from pipeline.core.normalise.keys import key
from pipeline.core.normalise.urls import canonical, find_outlet
from pipeline.core.schedule import pages as schedule
from pipeline.core.schedule.pages import PageLife
from pipeline.core.schedule.turns import Turn, share_out
from pipeline.io.http import PAGE_TYPES, Answer, Client, Outcome, Request, redact
from pipeline.io.warc import Asked
from pipeline.model import Disposition, Entry, Feed, Finding
from pipeline.steps.archiving import nothing_kept
from pipeline.steps.feeds import FeedLook, FeedTask, next_feed, site, state_key
from pipeline.steps.raw import Raw

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import World
    from pipeline.steps.archiving import Keep

__all__ = [
    "Agenda",
    "FeedLook",
    "FeedTask",
    "PageLook",
    "PageTask",
    "Waiting",
    "ask_pages",
    "due_pages",
    "fetch_row",
    "next_times",
    "payload_of",
    "revisits",
    "settled",
    "within_budget",
]

Row = dict[str, Any]
TOLD_LATELY = timedelta(
    days=3
)  # what a feed said longer ago, and no run came to look at, is left to the revisits
_HAS_PAGE = frozenset({Outcome.OK, Outcome.HTTP_ERROR, Outcome.GONE})
_SERVER_ERROR = 500


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
class PageLook:
    """What a page answered; a deferred one was not asked."""

    task: PageTask
    answer: Answer
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Agenda:
    """Pages to ask now, and what the others came to without being asked."""

    pages: tuple[PageTask, ...] = ()
    settled: tuple[tuple[str, str | None, Disposition], ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)


def due_pages(
    store: Store,
    looks: Sequence[FeedLook],
    now: datetime,
    habits: Mapping[str, timedelta | None],
    *,
    eager: bool = False,
) -> Agenda:
    """Which of the listed pages to ask: new ones, those whose entry changed, and those whose time has come."""
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
    return Agenda(tuple(pages), tuple(settled), tuple(findings))


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
    return [replace(task, deferred=True) if task.url in late else task for task in tasks]


def ask_pages(
    client: Client, tasks: Sequence[PageTask], now: datetime, keep: Keep = nothing_kept
) -> list[PageLook]:
    """Ask the pages, politely; a failure is an answer too. ``keep`` gets each answer as it comes."""
    asked = [t for t in tasks if not t.deferred]
    requests = [Request(t.url, t.etag, t.last_modified, PAGE_TYPES, robots=True) for t in asked]

    def seen(index: int, answer: Answer) -> None:
        keep(_asked(asked[index]), answer)

    answers = client.get_many(requests, seen)
    looks = [PageLook(t, a, now) for t, a in zip(asked, answers, strict=True)]
    return looks + [PageLook(t, _not_asked(t), now) for t in tasks if t.deferred]


def _asked(task: PageTask) -> Asked:
    guid = task.entry.guid if task.entry else None
    return Asked("page", redact(task.url), task.feed, guid, task.outlet)


def _not_asked(task: PageTask) -> Answer:
    return Answer(
        task.url, task.url, Outcome.HOST_RESTING, detail="its host is asked for no more in this run"
    )


def payload_of(look: PageLook) -> Raw | None:
    """The payload of an answer that shows something: a page, a block page, a page that is gone.

    None where nothing was shown (304, time-out, a server's own fault), or where an unknown address is gone.
    """
    task, answer = look.task, look.answer
    if answer.outcome not in _HAS_PAGE or (answer.status or 0) >= _SERVER_ERROR:
        return None
    if answer.outcome is not Outcome.OK and task.article_key is None:
        return None
    return Raw(
        payload=answer.body,
        form="html",
        origin=redact(answer.url),
        url=redact(task.url),
        final_url=redact(answer.final_url),
        outlet=task.outlet,
        captured_at=look.fetched_at,
        status=answer.status,
        charset=charset(answer.content_type),
        published=task.entry.published if task.entry else None,
        updated=task.entry.updated if task.entry else None,
        guid=f"{task.feed} {task.entry.guid}" if task.entry and task.entry.guid != task.url else None,
    )


def charset(content_type: str | None) -> str | None:
    """The charset a Content-Type names."""
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'").lower()
    return None


_WITHOUT_PAYLOAD: Mapping[Outcome, Disposition] = {
    Outcome.NOT_MODIFIED: Disposition.NOT_MODIFIED,
    Outcome.GONE: Disposition.GONE,
    Outcome.REFUSED: Disposition.REFUSED,
    Outcome.HOST_RESTING: Disposition.DEFERRED,
    Outcome.ROBOTS_DENIED: Disposition.OPTED_OUT,
    Outcome.OPTED_OUT: Disposition.OPTED_OUT,
}


def settled(look: PageLook) -> Disposition:
    """What became of a page that showed nothing."""
    return _WITHOUT_PAYLOAD.get(look.answer.outcome, Disposition.FETCH_FAILED)


def fetch_row(look: FeedLook | PageLook, run_key: int, now: datetime, ordinal: int, sha: str | None) -> Row:
    """The row of `fetches` for one request; addresses without their secrets."""
    answer = look.answer
    row: Row = {
        "fetch_key": key("fetch", str(run_key), redact(answer.url), str(ordinal)),
        "run_key": run_key,
        "final_url": redact(answer.final_url),
        "fetched_at": now,
        "status": answer.status,
        "outcome": answer.outcome.value,
        "bytes": len(answer.body),
        "elapsed_ms": answer.elapsed_ms,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "payload_sha": sha,
        "detail": answer.detail or None,
    }
    if isinstance(look, FeedLook):
        known = len(look.state.entry_keys) if look.state and look.is_same else None
        entries = len(look.parsed.entries) if look.parsed else known
        problem = look.problem if look.answer.outcome is Outcome.OK else None
        outcome = {"outcome": "not-a-feed", "detail": problem} if problem else {}
        feed = look.feed
        more: Row = {
            "kind": "feed-part" if look.part else "feed",
            "source": feed.key,
            "url": redact(answer.url if look.part else feed.url),
            "outlet": feed.outlet,
            "entries": entries,
        }
        return row | more | outcome
    task = look.task
    return row | {
        "kind": "page",
        "source": task.feed,
        "url": redact(task.url),
        "outlet": task.outlet,
        "article_key": task.article_key,
    }


def next_times(store: Store, feeds: Iterable[Feed], now: datetime) -> tuple[datetime | None, list[datetime]]:
    """When the first feed is due again, and when each followed page is."""
    habits = habits_of(store, now)
    live = {r["url"]: r for r in store.rows("live_pages", since=now - schedule.FOLLOWED)}
    rows = store.rows("page_states", urls=sorted(live))
    pages = [life({**r, "outlet": live[r["url"]]["outlet"]}, habits) for r in rows if r["last_fetched_at"]]
    times = [schedule.next_look(page, now) for page in pages]
    return next_feed(store, feeds, now), [t for t in times if t]
