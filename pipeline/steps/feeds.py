"""Feeds in a poll: which are due, what they answered, and what is remembered of them. Nothing here writes."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds import state as states
from pipeline.core.feeds.parse import parse_source
from pipeline.core.feeds.state import FeedState, Heard, Result
from pipeline.core.normalise.keys import key
from pipeline.core.normalise.urls import canonical, find_outlet, host, outlet_of, registrable
from pipeline.core.schedule import feeds as schedule
from pipeline.core.schedule.turns import Turn, share_out
from pipeline.errors import BadInput
from pipeline.io.http import FEED_TYPES, PAGE_TYPES, Answer, Client, Outcome, Request, redact
from pipeline.io.secrets import HIDDEN, Ticket, stripped, ticket
from pipeline.io.warc import Asked
from pipeline.model import Entry, Feed, Finding, ParsedFeed
from pipeline.steps.archiving import nothing_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import World
    from pipeline.steps.archiving import Keep

Row = dict[str, Any]
MOST_ROUNDS = 5  # further looks in a row for one feed: pages of its archive
_MISSING, _GONE = 404, 410


@dataclass(frozen=True, slots=True)
class FeedTask:
    """A feed that is due. ``state`` is None where nothing is to be assumed about it; ``deferred``: not in this run."""

    feed: Feed
    state: FeedState | None = None
    etag: str | None = None
    last_modified: str | None = None
    deferred: bool = False

    @property
    def url(self) -> str:
        """Where it is asked: its address, or the one it has moved to."""
        return (self.state.address if self.state else None) or self.feed.url


@dataclass(frozen=True, slots=True)
class FeedLook:
    """What a feed answered: read (``parsed``), or why not (``problem``).

    A look may take several requests (a 304 that is checked, the sitemaps of an index, pages of an archive): one look
    is the feed's own, the others are a ``part`` of it. ``is_same``: the bytes of last time, not read again.
    """

    feed: Feed
    answer: Answer
    parsed: ParsedFeed | None = None
    problem: str | None = None
    state: FeedState | None = None
    part: bool = False
    is_same: bool = False
    validated: bool = False
    deferred: bool = False


def states_of(store: Store) -> dict[str, FeedState]:
    """What is remembered of all feeds, by key."""
    rows = store.rows("feed_states")
    return {r["feed"]: FeedState(**{**r, "entry_keys": tuple(r["entry_keys"] or ())}) for r in rows}


def state_of(feed: Feed, known: Mapping[str, FeedState]) -> FeedState:
    """What is remembered of a feed; nothing, if a person has given it another address."""
    state = known.get(feed.key)
    return state if state and state.url == redact(feed.url) else FeedState(feed.key, redact(feed.url))


def due_feeds(
    store: Store, feeds: Iterable[Feed], now: datetime, budget: int, *, eager: bool = False
) -> list[FeedTask]:
    """The feeds whose interval is over (``eager``: all that are enabled), those of a host up to half its budget."""
    known = states_of(store)
    wanted = [(f, state_of(f, known)) for f in feeds if f.enabled]
    due = [_task(f, s, now, eager=eager) for f, s in wanted if eager or states.is_due(s, now)]
    turns = share_out([Turn(task, site(task.url), _gain(task, now)) for task in due], max(1, budget // 2))
    return [*turns.now, *(replace(task, deferred=True) for task in turns.later)]


def _task(feed: Feed, state: FeedState, now: datetime, *, eager: bool) -> FeedTask:
    assumed = replace(state, body_sha=None) if eager else state
    if not states.trusts(state, now):
        return FeedTask(feed, assumed)
    return FeedTask(feed, assumed, state.etag, state.last_modified)


def _gain(task: FeedTask, now: datetime) -> float:
    state = task.state
    if state is None or state.asked_at is None:
        return float("inf")
    return schedule.gain(state.pulse, now - (state.answered_at or state.asked_at))


def site(url: str) -> str:
    """The registrable domain a request goes to: whose budget it is."""
    return registrable(host(url)) or url[:200]


def ask_feeds(
    client: Client,
    tasks: Sequence[FeedTask],
    world: World,
    environ: Mapping[str, str] = os.environ,
    keep: Keep = nothing_kept,
) -> list[FeedLook]:
    """Ask the feeds, and read what they answer; where an answer leads on, ask on: looks of one feed stand together.

    ``keep`` gets each answer as it comes, without secrets.
    """
    found: dict[int, list[FeedLook]] = {}
    asking = [_Asked(n, task, task.url) for n, task in enumerate(tasks) if not task.deferred]
    for _ in range(MOST_ROUNDS + 1):
        if not asking:
            break
        onward = []
        for asked, answer in zip(asking, _answers(client, asking, environ, keep), strict=True):
            look = _read(asked, answer, world)
            before = found.setdefault(asked.number, [])
            onward += _onward(asked, look, before)
            _put(before, look)
        asking = onward
    waiting = {n: [_deferred(task)] for n, task in enumerate(tasks) if task.deferred}
    return [look for n in range(len(tasks)) for look in (found | waiting)[n]]


def _put(before: list[FeedLook], look: FeedLook) -> None:
    """Add a look to its feed's; of a 304 and the whole answer that checks it, only one is the feed's own."""
    if look.validated and look.problem:
        before.append(replace(look, part=True))
        return
    if look.validated:
        before[:] = [replace(former, part=True) for former in before]
    before.append(look)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request for a feed: the task's number, and what it is for."""

    number: int
    task: FeedTask
    url: str
    part: bool = False
    whole: bool = False  # without validators, to check a 304


def _deferred(task: FeedTask) -> FeedLook:
    detail = "its host is asked for no more in this run"
    answer = Answer(redact(task.url), redact(task.url), Outcome.HOST_RESTING, detail=detail)
    return FeedLook(task.feed, answer, state=task.state, deferred=True)


def _answers(
    client: Client, asking: Sequence[_Asked], environ: Mapping[str, str], keep: Keep
) -> list[Answer]:
    """What the requests come to; the secrets of paid feeds go no further than this."""
    answers: dict[int, Answer] = {}
    sent: list[tuple[int, Ticket, Request]] = []
    for n, asked in enumerate(asking):
        try:
            paper = ticket(asked.task.feed, asked.url, environ)
        except BadInput as error:
            answers[n] = Answer(asked.url, asked.url, Outcome.REFUSED, detail=str(error))
        else:
            sent.append((n, paper, _request(asked, paper)))

    def seen(index: int, answer: Answer) -> None:
        number, paper, _ = sent[index]
        asked = asking[number]
        kind = "feed-part" if asked.part else "feed"
        keep(Asked(kind, redact(asked.url), asked.task.feed.key), stripped(answer, paper.words))

    found = client.get_many([request for *_, request in sent], seen)
    for (n, paper, _), answer in zip(sent, found, strict=True):
        answers[n] = stripped(answer, paper.words)
    return [answers[n] for n in range(len(asking))]


def _request(asked: _Asked, paper: Ticket) -> Request:
    task, plain = asked.task, asked.whole or asked.part
    is_page = task.feed.kind == "listing"
    return Request(
        paper.url,
        None if plain else task.etag,
        None if plain else task.last_modified,
        PAGE_TYPES if is_page else FEED_TYPES,
        robots=is_page,
        headers=paper.headers,
    )


def read_feed(feed: Feed, state: FeedState, answer: Answer, world: World, *, part: bool = False) -> FeedLook:
    """What an answer says that was given earlier: as `ask_feeds` reads it, with nothing asked on."""
    return _read(_Asked(0, FeedTask(feed, state), feed.url, part), answer, world)


def _read(asked: _Asked, answer: Answer, world: World) -> FeedLook:
    feed, state = asked.task.feed, asked.task.state
    look = FeedLook(feed, answer, state=state, part=asked.part, validated=asked.whole)
    if answer.outcome is Outcome.NOT_MODIFIED:
        return look
    if answer.outcome is not Outcome.OK:
        status = f" {answer.status}" if answer.status else ""
        return replace(look, problem=f"{answer.outcome}{status} {answer.detail}".strip())
    if not asked.part and state is not None and digest(answer.body) == state.body_sha:
        return replace(look, is_same=True)
    outlet = find_outlet(feed.outlet, world.outlets) if feed.outlet else outlet_of(feed.url, world.outlets)
    zone = outlet.timezone if outlet else None
    try:
        url = redact(answer.final_url)
        return replace(look, parsed=parse_source(feed.kind, answer.body, answer.content_type, url, zone))
    except BadInput as error:
        return replace(look, problem=str(error))


def digest(body: bytes) -> str:
    """The digest by which a body is known again."""
    return hashlib.sha256(body).hexdigest()


def _onward(asked: _Asked, look: FeedLook, before: Sequence[FeedLook]) -> list[_Asked]:
    """What an answer leads on to: the whole feed where a 304 is checked, an index's sitemaps, an archive's pages."""
    state = asked.task.state
    if look.answer.outcome is Outcome.NOT_MODIFIED:
        checked = state is not None and states.is_checked(state) and not asked.whole
        return [replace(asked, whole=True)] if checked else []
    if look.parsed is None or (asked.part and look.parsed.parts):
        return []
    onward = [u for u in look.parsed.parts if site(u) == site(asked.url)]
    older = look.parsed.older
    if older and state and site(older) == site(asked.url) and older not in {x.answer.url for x in before}:
        keys = tuple(k for x in (*before, look) for k in entry_keys(x))
        onward += [older] if states.runs_over(state, keys) else []
    return [_Asked(asked.number, asked.task, url, part=True) for url in onward]


def entry_keys(look: FeedLook) -> tuple[int, ...]:
    """Keys of the entries a look lists: the same entry has the same, whatever is said of it."""
    entries = look.parsed.entries if look.parsed else ()
    return tuple(key("listed", look.feed.key, e.guid) for e in entries)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The states of feeds after their looks, and what is worth saying about them."""

    states: tuple[FeedState, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    def rows(self) -> list[Row]:
        """The rows of `feed_state`."""
        return [{**asdict(s), "interval_s": round(s.interval.total_seconds())} for s in self.states]


def remember(looks: Sequence[FeedLook], told: set[int], now: datetime) -> Remembered:
    """What is remembered of feeds after their looks; ``told`` are keys of what was said before (`state_key`)."""
    groups: dict[str, list[FeedLook]] = {}
    for look in looks:
        if not look.deferred:
            groups.setdefault(look.feed.key, []).append(look)
    out: list[FeedState] = []
    findings: list[Finding] = []
    for group in groups.values():
        own = next(look for look in group if not look.part)
        former = own.state or FeedState(own.feed.key, redact(own.feed.url))
        new, more = states.after(former, heard(own, group, told, now))
        out.append(new)
        findings += more
    return Remembered(tuple(out), tuple(findings))


def heard(own: FeedLook, group: Sequence[FeedLook], told: set[int], now: datetime) -> Heard:
    """What a look came to, as the feed's state takes it."""
    answer, parsed = own.answer, own.parsed
    keys = tuple(dict.fromkeys(k for look in group for k in entry_keys(look)))
    fresh = {state_key(own.feed, e) for look in group if look.parsed for e in look.parsed.entries} - told
    is_index = bool(parsed and parsed.parts)
    return Heard(
        at=now,
        result=_result(own),
        etag=None if is_index else answer.etag,
        last_modified=None if is_index else answer.last_modified,
        body_sha=digest(answer.body) if answer.body and not is_index else None,
        validated=own.validated,
        brought=bool(fresh),
        keys=keys,
        wish_s=_wish(own),
        landed=_landed(answer),
    )


def _result(look: FeedLook) -> Result:
    answer = look.answer
    if answer.outcome is Outcome.NOT_MODIFIED:
        return "not-modified"
    if answer.outcome is Outcome.HOST_RESTING:
        return "not-asked"
    if answer.outcome is Outcome.OK and not look.problem:
        return "same" if look.is_same else "read"
    known: dict[int | None, Result] = {_MISSING: "missing", _GONE: "gone"}
    return known.get(answer.status, "failed")


def _wish(look: FeedLook) -> int | None:
    said = look.parsed.wish_s if look.parsed else None
    return max((s for s in (said, look.answer.max_age) if s), default=None)


def _landed(answer: Answer) -> str | None:
    """Where only permanent redirects led; not where the new address would be a secret one."""
    good = answer.outcome in {Outcome.OK, Outcome.NOT_MODIFIED}
    if not (good and answer.permanent and answer.redirects) or HIDDEN in redact(answer.final_url):
        return None
    return redact(answer.final_url)


def about_feed(look: FeedLook) -> tuple[Finding, ...]:
    """Findings about a feed: why it failed, or what is odd in it."""
    if look.deferred or look.answer.outcome is Outcome.HOST_RESTING:
        return ()
    if look.problem:
        message = f"feed {look.feed.key} ({redact(look.feed.url)}): {look.problem}"
        return (Finding("feed-part-failed" if look.part else "feed-failed", message, look.feed.key),)
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
        "page": redact(canonical(entry.url)) if entry.url else None,
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


def spent_on(looks: Iterable[FeedLook]) -> Counter[str]:
    """How often each host was asked."""
    return Counter(site(look.answer.url) for look in looks if not look.deferred)


def next_feed(store: Store, feeds: Iterable[Feed], now: datetime) -> datetime | None:
    """When the first feed is due again."""
    known = states_of(store)
    wanted = [state_of(f, known) for f in feeds if f.enabled]
    times = [states.next_ask(s) or now for s in wanted if s.retired_at is None]
    return min(times, default=None)
