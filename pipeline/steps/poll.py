"""One poll: which feeds and pages are due, what they answered, and payloads out of that. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds.parse import parse
from pipeline.core.normalise.keys import key
from pipeline.core.normalise.urls import canonical, find_outlet, outlet_of
from pipeline.core.schedule import FEED_INTERVAL, feed_due, next_check_at, page_due
from pipeline.errors import BadInput
from pipeline.io.http import FEED_TYPES, PAGE_TYPES, Client, Outcome, Request, redact
from pipeline.model import Disposition, Entry, Feed, Finding, ParsedFeed
from pipeline.steps.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.io.http import Answer
    from pipeline.io.store import Store
    from pipeline.model import World

Row = dict[str, Any]
FULL_GET_EVERY = 12  # ETag and Last-Modified lie at times: every so often the whole feed is fetched
REVISIT_DAYS = 91  # the last look at a page is on day 90
_HAS_PAGE = frozenset({Outcome.OK, Outcome.HTTP_ERROR, Outcome.GONE})
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class FeedTask:
    """A feed that is due, with what its server said last time."""

    feed: Feed
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FeedLook:
    """What a feed answered: read (``parsed``), or why not (``problem``)."""

    feed: Feed
    answer: Answer
    parsed: ParsedFeed | None = None
    problem: str | None = None


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


@dataclass(frozen=True, slots=True)
class PageLook:
    """What a page answered."""

    task: PageTask
    answer: Answer
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Agenda:
    """Pages to ask now, and what the others came to without being asked."""

    pages: tuple[PageTask, ...] = ()
    settled: tuple[tuple[str, str | None, Disposition], ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)


def due_feeds(store: Store, feeds: Iterable[Feed], now: datetime, *, eager: bool = False) -> list[FeedTask]:
    """The feeds whose interval is over (``eager``: all that are enabled)."""
    states = {r["feed"]: r for r in store.rows("feed_states")}
    out = []
    for feed in feeds:
        state = states.get(feed.key, {})
        if feed.enabled and (eager or feed_due(state.get("last_fetched_at"), FEED_INTERVAL, now)):
            whole = state.get("polls", 0) % FULL_GET_EVERY == FULL_GET_EVERY - 1
            out.append(
                FeedTask(feed) if whole else FeedTask(feed, state.get("etag"), state.get("last_modified"))
            )
    return out


def ask_feeds(client: Client, tasks: Sequence[FeedTask], world: World) -> list[FeedLook]:
    """Ask the feeds, and read what they answer."""
    requests = [Request(t.feed.url, t.etag, t.last_modified, FEED_TYPES) for t in tasks]
    return [_read(t.feed, answer, world) for t, answer in zip(tasks, client.get_many(requests), strict=True)]


def _read(feed: Feed, answer: Answer, world: World) -> FeedLook:
    if answer.outcome is Outcome.NOT_MODIFIED:
        return FeedLook(feed, answer)
    if answer.outcome is not Outcome.OK:
        status = f" {answer.status}" if answer.status else ""
        return FeedLook(feed, answer, problem=f"{answer.outcome}{status} {answer.detail}".strip())
    outlet = find_outlet(feed.outlet, world.outlets) if feed.outlet else outlet_of(feed.url, world.outlets)
    zone = outlet.timezone if outlet else None
    try:
        return FeedLook(feed, answer, parse(answer.body, answer.content_type, redact(feed.url), zone))
    except BadInput as error:
        return FeedLook(feed, answer, problem=str(error))


def about_feed(look: FeedLook) -> tuple[Finding, ...]:
    """Findings about a feed: why it failed, or what is odd in it."""
    if look.problem:
        message = f"feed {look.feed.key} ({redact(look.feed.url)}): {look.problem}"
        return (Finding("feed-failed", message, look.feed.key),)
    found = look.parsed.findings if look.parsed else ()
    return tuple(f if f.subject else replace(f, subject=look.feed.key) for f in found)


def entry_rows(look: FeedLook, now: datetime) -> list[Row]:
    """What a feed says now, as rows of `entry_state`: one a distinct thing said of an entry."""
    entries = look.parsed.entries if look.parsed else ()
    return list({row["state_key"]: row for row in (_entry_row(look.feed, e, now) for e in entries)}.values())


def _entry_row(feed: Feed, entry: Entry, now: datetime) -> Row:
    published, updated = entry.published, entry.updated
    return {
        "state_key": state_key(feed, entry),
        "feed": feed.key,
        "guid": entry.guid,
        "url": redact(entry.url) if entry.url else None,
        "headline": entry.headline,
        "summary": entry.summary,
        "published_raw": published.raw if published else None,
        "published_at": published.instant if published else None,
        "updated_raw": updated.raw if updated else None,
        "updated_at": updated.instant if updated else None,
        "first_seen_at": now,
        "last_seen_at": now,
    }


def state_key(feed: Feed, entry: Entry) -> int:
    """The key of what a feed says of an entry: a change of any of these is news worth a look."""
    stamps = [claim.raw if claim else "" for claim in (entry.published, entry.updated)]
    return key("entry", feed.key, entry.guid, entry.url or "", entry.headline, entry.summary, *stamps)


def due_pages(store: Store, looks: Sequence[FeedLook], now: datetime, *, eager: bool = False) -> Agenda:
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
    told = _told_before(store, listed.values())
    pages = []
    for url, (feed, entry) in listed.items():
        state = states.get(redact(url), {})
        if eager or state_key(feed, entry) not in told or _is_due(state, now):
            pages.append(_task(url, state, feed, entry))
        else:
            settled.append((redact(url), feed.outlet, Disposition.NOT_DUE))
    return Agenda(tuple(pages), tuple(settled), tuple(findings))


def _told_before(store: Store, listed: Iterable[tuple[Feed, Entry]]) -> set[int]:
    keys = sorted({state_key(feed, entry) for feed, entry in listed})
    return {r["state_key"] for r in store.rows("entry_state_keys", keys=keys)}


def _is_due(state: Row, now: datetime) -> bool:
    return page_due(
        state.get("last_fetched_at"), state.get("last_changed_at"), state.get("published_at"), now
    )


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


def revisits(
    store: Store, now: datetime, known: Iterable[str] = (), *, eager: bool = False
) -> list[PageTask]:
    """Pages of live articles whose time for another look has come; ``known`` ones are asked already."""
    asked = set(known)
    live = [
        r for r in store.rows("live_pages", since=now - timedelta(days=REVISIT_DAYS)) if r["url"] not in asked
    ]
    states = {r["url"]: r for r in store.rows("page_states", urls=[r["url"] for r in live])}
    out = []
    for row in live:
        state = {**states.get(row["url"], {}), "article_key": row["article_key"]}
        if eager or _is_due(state, now):
            out.append(_task(row["url"], state, None, None, row["outlet"]))
    return out


def ask_pages(client: Client, tasks: Sequence[PageTask], now: datetime) -> list[PageLook]:
    """Ask the pages, politely; a failure is an answer too."""
    requests = [Request(t.url, t.etag, t.last_modified, PAGE_TYPES, robots=True) for t in tasks]
    return [PageLook(t, a, now) for t, a in zip(tasks, client.get_many(requests), strict=True)]


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
        entries = len(look.parsed.entries) if look.parsed else None
        problem = look.problem if look.answer.outcome is Outcome.OK else None
        outcome = {"outcome": "not-a-feed", "detail": problem} if problem else {}
        feed = look.feed
        more: Row = {
            "kind": "feed",
            "source": feed.key,
            "url": redact(feed.url),
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
    states = {r["feed"]: r["last_fetched_at"] for r in store.rows("feed_states")}
    due = [states[f.key] + FEED_INTERVAL if f.key in states else now for f in feeds if f.enabled]
    live = store.rows("live_pages", since=now - timedelta(days=REVISIT_DAYS))
    pages = store.rows("page_states", urls=[r["url"] for r in live])
    times = [
        next_check_at(p["last_fetched_at"], p["last_changed_at"], p["published_at"], now)
        for p in pages
        if p["last_fetched_at"]
    ]
    return min(due, default=None), [t for t in times if t]
