"""Feeds in a poll: asked, and what they answered read; where an answer leads on, asked on. Nothing here writes."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.core.feeds import state as states
from pipeline.core.feeds.parse import parse_source
from pipeline.core.normalise.keys import key
from pipeline.core.normalise.urls import find_outlet, host, outlet_of, registrable
from pipeline.errors import BadInput
from pipeline.io.http import FEED_TYPES, PAGE_TYPES, Answer, Client, Outcome, Request, redact
from pipeline.io.secrets import Ticket, stripped, ticket
from pipeline.io.spool import Spool
from pipeline.io.warc import Asked
from pipeline.steps.archiving import nothing_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.core.feeds.state import FeedState
    from pipeline.model import Feed, ParsedFeed, World
    from pipeline.steps.archiving import Keep

MOST_ROUNDS = 5  # further looks in a row for one feed: pages of its archive


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
    is the feed's own, the others are a ``part`` of it. ``is_same``: the bytes of last time, not read again. Once it is
    read the answer has no body any more, only its ``size`` in bytes and its digest ``sha`` (None where nothing came);
    ``kept`` says whether it lies in the archive.
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
    sha: str | None = None
    size: int = 0
    kept: bool = True


def site(url: str) -> str:
    """The registrable domain a request goes to: whose budget it is."""
    return registrable(host(url)) or url[:200]


def ask_feeds(
    client: Client,
    tasks: Sequence[FeedTask],
    world: World,
    environ: Mapping[str, str] = os.environ,
    keep: Keep = nothing_kept,
    *,
    keep_bodies: bool = False,
) -> list[FeedLook]:
    """Ask the feeds, and read what they answer; where an answer leads on, ask on: looks of one feed stand together.

    ``keep`` gets each answer as it comes, without secrets. Bodies are put aside till all have come and read one after
    the other, so that a thousand large feeds take no more memory than what they say; ``keep_bodies`` is for a few.
    """
    found: dict[int, list[FeedLook]] = {}
    asking = [_Asked(n, task, task.url) for n, task in enumerate(tasks) if not task.deferred]
    for _ in range(MOST_ROUNDS + 1):
        if not asking:
            break
        onward = []
        with Spool() as spool:
            answers = _answers(client, asking, environ, keep, spool)
            for n, (asked, answer) in enumerate(zip(asking, answers, strict=True)):
                body = spool.get(n)
                look = _read(asked, answer if body is None else replace(answer, body=body), world)
                before = found.setdefault(asked.number, [])
                onward += _onward(asked, look, before)
                _put(before, look if keep_bodies else replace(look, answer=replace(look.answer, body=b"")))
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
    client: Client, asking: Sequence[_Asked], environ: Mapping[str, str], keep: Keep, spool: Spool
) -> list[Answer]:
    """What the requests come to, bodies put aside; the secrets of paid feeds go no further than this."""
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
        plain = stripped(answer, paper.words)
        if plain.body:
            spool.put(number, plain.body)
        keep(Asked(kind, redact(asked.url), asked.task.feed.key), plain)

    found = client.get_many([request for *_, request in sent], seen, bodies=False)
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
    sha = digest(answer.body) if answer.body else None
    look = FeedLook(
        feed, answer, state=state, part=asked.part, validated=asked.whole, sha=sha, size=len(answer.body)
    )
    if answer.outcome is Outcome.NOT_MODIFIED:
        return look
    if answer.outcome is not Outcome.OK:
        status = f" {answer.status}" if answer.status else ""
        return replace(look, problem=f"{answer.outcome}{status} {answer.detail}".strip())
    if not asked.part and state is not None and sha is not None and sha == state.body_sha:
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


def spent_on(looks: Iterable[FeedLook]) -> Counter[str]:
    """How often each host was asked."""
    return Counter(site(look.answer.url) for look in looks if not look.deferred)
