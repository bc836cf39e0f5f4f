"""What is noted of feeds after their looks: what they say now, how they stand, what is odd. Nothing here writes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds import state as states
from pipeline.core.feeds.state import FeedState, Heard, Result
from pipeline.core.normalise.keys import key
from pipeline.core.normalise.urls import canonical
from pipeline.io.http import Answer, Outcome, redact
from pipeline.io.secrets import HIDDEN
from pipeline.model import Disposition, Entry, Feed, Finding
from pipeline.steps.feeds import FeedLook, entry_keys
from pipeline.steps.ledger import Outcome as Settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.core.forgotten import Forgotten

Row = dict[str, Any]
_MISSING, _GONE = 404, 410


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
        body_sha=None if is_index else own.sha,
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


def without_forgotten(looks: Sequence[FeedLook], barred: Forgotten) -> tuple[list[FeedLook], list[Settled]]:
    """The looks without entries about what was forgotten: nothing that is said of these is stored. -> these, counted."""
    out: list[Settled] = []
    found = []
    for look in looks:
        parsed = look.parsed
        gone = [e for e in parsed.entries if barred.entry(look.feed.key, e)] if parsed else []
        if parsed and gone:
            kept = tuple(e for e in parsed.entries if e not in gone)
            out += [Settled(redact(e.url or e.guid), Disposition.FORGOTTEN, look.feed.outlet) for e in gone]
            look = replace(look, parsed=replace(parsed, entries=kept))  # noqa: PLW2901 - the same look, narrowed
        found.append(look)
    return found, out


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
