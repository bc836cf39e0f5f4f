"""What is remembered of a feed from look to look: a pure step from one state to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pipeline.core.schedule import feeds as schedule
from pipeline.core.schedule.pages import SLACK, backed_off
from pipeline.model import Finding

Result = Literal["read", "same", "not-modified", "failed", "missing", "gone", "not-asked"]

# Looks between two whole answers. A 304 that is true because nothing changed shows little: a server that always says so
# looks the same. Trust grows beyond the second only with changes that the server itself told in answer to validators.
FIRST_FULL, UNPROVEN_FULL, MOST_SELDOM_FULL = 3, 6, 24
UNPROVEN_FOR = timedelta(hours=2)  # the longest that an unproven server's 304s are believed
LIE_KEPT = timedelta(days=30)  # so long a server that lied about 304 is sent no validators
MOVED_LOOKS, MOVED_FOR = (
    3,
    timedelta(days=2),
)  # a permanent redirect this often, over this time, moves the address
ASTRAY = 5  # failures in a row at the new address, and the old one is asked again
OVERRUN = 3.0  # so many gains count where all that the last look listed has gone
MOST_KEYS = 300  # entries remembered of a look, to see whether the next one joins on to it


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as it stands after the last look.

    Attributes:
        feed: its key.
        url: the address a person gave, redacted; another one in `feeds.toml` begins a new state.
        polls: looks so far.
        asked_at: the last look; answered_at: the last that was answered; gained_at: the last that brought something.
        gains, hours: its pulse (`pipeline.core.schedule.feeds`).
        wish_s: seconds its publisher wishes between two looks.
        etag, last_modified: what its server said last.
        body_sha: the digest of the last whole body.
        entry_keys: keys of the entries the last look listed.
        since_full: looks since the last whole answer; full_every: after how many the server's 304 is checked.
        lies: how often a 304 was untrue; lied_at: when last.
        failures: looks in a row that failed.
        missing: whether the last failure was a 404.
        landed: where permanent redirects lead; landed_looks: how often in a row; landed_since: from when.
        address: where it is asked since it moved.
        retired_at: when it answered 410: it is not asked any more.
    """

    feed: str
    url: str
    polls: int = 0
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    gained_at: datetime | None = None
    gains: float = schedule.Pulse().gains
    hours: float = schedule.Pulse().hours
    wish_s: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha: str | None = None
    entry_keys: tuple[int, ...] = ()
    since_full: int = 0
    full_every: int = FIRST_FULL
    lies: int = 0
    lied_at: datetime | None = None
    failures: int = 0
    missing: bool = False
    landed: str | None = None
    landed_looks: int = 0
    landed_since: datetime | None = None
    address: str | None = None
    retired_at: datetime | None = None

    @property
    def pulse(self) -> schedule.Pulse:
        """How often it brings something."""
        return schedule.Pulse(self.gains, self.hours)

    @property
    def interval(self) -> timedelta:
        """How long to wait after an answered look."""
        wish = timedelta(seconds=self.wish_s) if self.wish_s is not None else None
        return schedule.interval(self.pulse, wish)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a look came to.

    Attributes:
        at: the instant of the look.
        result: read: whole and parsed; same: whole, the bytes of last time; not-modified: 304; missing: 404;
            gone: 410; not-asked: its host rests; failed: all else.
        validated: a 304 was checked by a whole answer in the same look.
        brought: whether it says something that was not known before.
        keys: its entries' keys, in order.
        wish_s: seconds between two looks that its publisher wishes.
        landed: where only permanent redirects led (301, 308), redacted.
    """

    at: datetime
    result: Result
    etag: str | None = None
    last_modified: str | None = None
    body_sha: str | None = None
    validated: bool = False
    brought: bool = False
    keys: tuple[int, ...] = ()
    wish_s: int | None = None
    landed: str | None = None


def next_ask(state: FeedState) -> datetime | None:
    """When the feed is asked next; None where it never was, or is retired (see `is_due`)."""
    if state.asked_at is None or state.retired_at is not None:
        return None
    longest = schedule.LONGEST_MISSING if state.missing else schedule.LONGEST_FAILING
    return state.asked_at + backed_off(state.interval, state.failures, longest)


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether to ask: never asked, its interval over, or the clock was set back behind the last look."""
    due_at = next_ask(state)
    if due_at is None or state.asked_at is None:
        return state.retired_at is None
    return now < state.asked_at or now >= due_at - min(SLACK, state.interval / 10)


def trusts(state: FeedState, now: datetime) -> bool:
    """Whether to send the server's own validators back to it."""
    return state.lied_at is None or now >= state.lied_at + LIE_KEPT


def is_checked(state: FeedState) -> bool:
    """Whether a 304 of this look is to be checked by a whole answer: after some looks, or hours of an unproven server."""
    looks = state.since_full + 1
    is_proven = state.full_every > UNPROVEN_FULL
    return looks >= state.full_every or (not is_proven and looks * state.interval >= UNPROVEN_FOR)


def runs_over(state: FeedState, keys: tuple[int, ...]) -> bool:
    """Whether none of the entries of the last look is listed any more: some may have come and gone meanwhile."""
    return bool(state.entry_keys) and bool(keys) and not set(state.entry_keys) & set(keys)


def after(state: FeedState, heard: Heard) -> tuple[FeedState, tuple[Finding, ...]]:
    """The state after a look, and what is worth saying about it.

    Findings: `feed-validator-lies`, `feed-overrun`, `feed-moved`, `feed-move-undone`, `feed-retired`,
    `feed-missing`, `feed-back`.
    """
    if heard.result == "not-asked":
        return replace(state, asked_at=heard.at), ()
    asked = replace(state, polls=state.polls + 1, asked_at=heard.at)
    if heard.result in {"failed", "missing", "gone"}:
        return _failed(asked, heard)
    new, findings = _answered(asked, heard)
    moved, more = _moved(new, heard)
    return moved, (*findings, *more)


def _failed(state: FeedState, heard: Heard) -> tuple[FeedState, tuple[Finding, ...]]:
    new = replace(state, failures=state.failures + 1, missing=heard.result == "missing")
    if new.address and (heard.result == "gone" or new.failures >= ASTRAY):
        back = replace(new, address=None, landed=None, landed_looks=0, landed_since=None, failures=0)
        return back, (
            _finding(new, "feed-move-undone", f"{new.address} fails; the old address is asked again"),
        )
    if heard.result == "gone":
        text = "the server says 410, gone for good: it is asked no more (`feeds add` brings it back)"
        return replace(new, retired_at=heard.at), (_finding(new, "feed-retired", text),)
    if heard.result == "missing" and not state.missing:
        return new, (_finding(new, "feed-missing", "404: asked less and less often, at least daily"),)
    return new, ()


def _answered(state: FeedState, heard: Heard) -> tuple[FeedState, tuple[Finding, ...]]:
    findings = []
    is_first = state.answered_at is None
    overrun = heard.result == "read" and runs_over(state, heard.keys)
    if state.missing:
        findings.append(_finding(state, "feed-back", "it answers again", "info"))
    if overrun and not is_first:
        text = "none of the entries of the last look is listed any more: asked more often from now on"
        findings.append(_finding(state, "feed-overrun", text, "info"))
    brought = 0.0 if is_first else OVERRUN if overrun else float(heard.brought)
    waited = heard.at - (state.answered_at or heard.at)
    pulse = schedule.beat(state.pulse, waited, brought)
    new = replace(
        state,
        answered_at=heard.at,
        gained_at=heard.at if heard.brought else state.gained_at,
        gains=pulse.gains,
        hours=pulse.hours,
        failures=0,
        missing=False,
    )
    if heard.result == "not-modified":
        return replace(new, since_full=state.since_full + 1), tuple(findings)
    whole, lie = _whole(new, heard)
    return whole, (*findings, *lie)


def _whole(state: FeedState, heard: Heard) -> tuple[FeedState, tuple[Finding, ...]]:
    """The state after a whole body: what to send back next time, and whether the 304 before it was true."""
    new = replace(
        state,
        etag=heard.etag,
        last_modified=heard.last_modified,
        body_sha=heard.body_sha,
        since_full=0,
        wish_s=heard.wish_s if heard.result == "read" else state.wish_s,
        entry_keys=heard.keys[:MOST_KEYS] or state.entry_keys,
    )
    if not heard.validated:
        told = trusts(state, heard.at) and (state.etag or state.last_modified) and heard.brought
        return (replace(new, full_every=_more(max(state.full_every, UNPROVEN_FULL))) if told else new), ()
    if heard.body_sha != state.body_sha and heard.brought:
        lied = replace(new, lies=state.lies + 1, lied_at=heard.at, full_every=FIRST_FULL)
        text = f"the server said 304 though the feed had changed: it is sent no validators for {LIE_KEPT.days} days"
        return lied, (_finding(state, "feed-validator-lies", text),)
    return replace(new, full_every=max(state.full_every, min(_more(state.full_every), UNPROVEN_FULL))), ()


def _more(full_every: int) -> int:
    return min(full_every * 2, MOST_SELDOM_FULL)


def _moved(state: FeedState, heard: Heard) -> tuple[FeedState, tuple[Finding, ...]]:
    if heard.landed is None or heard.landed in {state.address, state.url}:
        return replace(state, landed=None, landed_looks=0, landed_since=None), ()
    is_same = heard.landed == state.landed
    looks = state.landed_looks + 1 if is_same else 1
    since = (state.landed_since if is_same else None) or heard.at
    new = replace(state, landed=heard.landed, landed_looks=looks, landed_since=since)
    if looks < MOVED_LOOKS or heard.at - since < MOVED_FOR:
        return new, ()
    text = f"it has moved for good to {heard.landed}: asked there from now on; your feeds.toml still has the old address"
    moved = replace(new, address=heard.landed, landed=None, landed_looks=0, landed_since=None)
    return moved, (_finding(new, "feed-moved", text),)


def _finding(
    state: FeedState, code: str, text: str, severity: Literal["info", "warning"] = "warning"
) -> Finding:
    return Finding(code, f"feed {state.feed} ({state.url}): {text}", state.feed, severity)
