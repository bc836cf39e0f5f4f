"""Thirty days of polls over a made world, the clock simulated: the schedule's own functions and a model of answers."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.material.world_model import BROKEN, DAY, LISTED
from pipeline.core.feeds import state as states
from pipeline.core.feeds.state import FeedState, Heard
from pipeline.core.schedule import feeds as feed_schedule
from pipeline.core.schedule import pages as schedule
from pipeline.core.schedule.pages import PageLife
from pipeline.core.schedule.turns import Turn, share_out

if TYPE_CHECKING:
    from benchmarks.material.world_model import Feed, Page, World

START = datetime(2026, 3, 1, tzinfo=UTC)
TICK = 5.0  # minutes between two runs
BUSY_EVERY, BUSY_FOR = (
    7,
    20.0,
)  # a busy host says 429 to each so many-th run, and asks for so many minutes' rest


@dataclass(slots=True)
class Followed:
    """What the watcher knows of a page."""

    page: Page
    looks: int = 0
    checked: float | None = None
    changed: float | None = None
    seen: dict[int, float] = field(default_factory=dict)  # version → when first seen
    version: int = -1
    killed_seen: float | None = None
    due: float = 0.0
    told: bool = True


@dataclass(slots=True)
class Result:
    """What the days came to."""

    followed: list[Followed]
    feed_looks: int = 0
    page_looks: int = 0
    deferred: int = 0
    most_at_a_host: int = 0
    liars_found: int = 0
    feed_found: dict[tuple[str, int, int], float] = field(default_factory=dict)


def at(minutes: float) -> datetime:
    """The world's minute as an instant."""
    return START + timedelta(minutes=minutes)


def _moments(feed: Feed) -> list[float]:
    withdrawn = [p.killed for p in feed.pages if p.killed is not None]
    return sorted([*withdrawn, *(t for p in feed.pages for t in p.feed_times())])


class Days:
    """The watcher: run by run, what is due is asked, within each host's budget."""

    def __init__(self, world: World, budget: int) -> None:
        self.world = world
        self.budget = budget
        self.states = {f.key: FeedState(f.key, f.path) for f in world.feeds}
        self.followed = {p.number: Followed(p) for p in world.pages}
        self.pulled: dict[int, float] = {}
        self.stories: dict[int, list[Followed]] = {}
        self.told: dict[str, set[tuple[int, int]]] = {f.key: set() for f in world.feeds}
        self.rests: dict[str, float] = {}
        self.feeds_due: list[tuple[float, int]] = [(0.0, n) for n in range(len(world.feeds))]
        self.pages_due: list[tuple[float, int]] = []
        self.habits: dict[str, timedelta | None] = {}
        self.moments = {f.key: _moments(f) for f in world.feeds}  # when what a feed says changes
        self.read_at: dict[str, int] = {}  # the version of it that was last read
        self.births = {f.key: [p.born for p in f.pages] for f in world.feeds}
        self.result = Result(list(self.followed.values()))
        for one in self.followed.values():
            if one.page.story is not None:
                self.stories.setdefault(one.page.story, []).append(one)

    def run(self) -> Result:
        """All days, run by run."""
        ticks = int(self.world.days * DAY / TICK)
        for tick in range(ticks):
            now = tick * TICK
            if now % DAY == 0:
                self._learn()
            spent: Counter[str] = Counter()
            self._ask_feeds(now, spent, tick)
            self._ask_pages(now, spent)
            self.result.most_at_a_host = max(self.result.most_at_a_host, max(spent.values(), default=0))
        return self.result

    def _learn(self) -> None:
        """What outlets' habits are, as `outlet_habits.sql` tells it."""
        counts: Counter[str] = Counter()
        latest: dict[str, float] = {}
        for one in self.result.followed:
            page = one.page
            first = one.seen.get(0)
            if one.checked is None or first is None or one.checked < page.born + 3 * DAY:
                continue
            counts[page.host.name] += 1
            late = max((t - page.born for v, t in one.seen.items() if v > 0), default=0.0)
            latest[page.host.name] = max(latest.get(page.host.name, 0.0), late)
        self.habits = {
            h: schedule.settles_after(n, timedelta(minutes=latest[h]) if latest[h] else None)
            for h, n in counts.items()
        }

    def _rests(self, host: str, now: float) -> bool:
        return self.rests.get(host, -1.0) > now

    def _ask_feeds(self, now: float, spent: Counter[str], tick: int) -> None:
        due = self._popped(self.feeds_due, now)
        moment = at(now)
        turns = []
        for n in due:
            feed = self.world.feeds[n]
            state = self.states[feed.key]
            waited = moment - (state.answered_at or state.asked_at or moment)
            gain = math.inf if state.asked_at is None else feed_schedule.gain(state.pulse, waited)
            turns.append(Turn(n, feed.host.name, gain))
        shared = share_out(turns, self.budget // 2, spent)
        for n in shared.later:
            self.result.deferred += 1
            heapq.heappush(self.feeds_due, (now + TICK, n))
        for n in shared.now:
            self._ask_feed(self.world.feeds[n], now, tick, spent)
            following = states.next_ask(self.states[self.world.feeds[n].key])
            if following is not None:
                heapq.heappush(self.feeds_due, ((following - START).total_seconds() / 60, n))

    def _ask_feed(self, feed: Feed, now: float, tick: int, spent: Counter[str]) -> None:
        state = self.states[feed.key]
        if self._rests(feed.host.name, now):
            self.states[feed.key], _ = states.after(state, Heard(at(now), "not-asked"))
            return
        spent[feed.host.name] += 1
        self.result.feed_looks += 1
        if feed.host.manner == "busy" and tick % BUSY_EVERY == 0:
            self.rests[feed.host.name] = now + BUSY_FOR
        heard, is_whole = self._heard(feed, state, now, spent)
        self.states[feed.key], findings = states.after(state, heard)
        self.result.liars_found += any(f.code == "feed-validator-lies" for f in findings)
        if is_whole:
            self._read(feed, now)

    def _heard(self, feed: Feed, state: FeedState, now: float, spent: Counter[str]) -> tuple[Heard, bool]:
        """What the feed answers: whole, 304 (truly or not), a failure."""
        moment, manner = at(now), feed.host.manner
        if manner in BROKEN or (
            feed.host.manner == "busy" and self.rests.get(feed.host.name) == now + BUSY_FOR
        ):
            return Heard(moment, "failed"), False
        if manner == "missing" and 5 * DAY < now < 7 * DAY:
            return Heard(moment, "missing"), False
        version = self._feed_version(feed, now)
        etag, body = None if manner == "no-validators" else f'"{version}"', str(version)
        sent = state.etag if states.trusts(state, moment) else None
        brought = self._is_news(feed, now)
        landed = f"{feed.path}?new" if manner == "moved" else None
        if sent is None:
            same = state.body_sha == body
            return Heard(
                moment, "same" if same else "read", brought=brought, landed=landed, etag=etag, body_sha=body
            ), True
        if manner == "lying" or sent == etag:
            if not states.is_checked(state):
                return Heard(moment, "not-modified", landed=landed), False
            spent[feed.host.name] += 1
            self.result.feed_looks += 1
            same = state.body_sha == body
            return Heard(
                moment,
                "same" if same else "read",
                validated=True,
                brought=brought,
                landed=landed,
                etag=etag,
                body_sha=body,
            ), True
        return Heard(moment, "read", brought=brought, landed=landed, etag=etag, body_sha=body), True

    def _listed(self, feed: Feed, now: float) -> list[Page]:
        upto = bisect_right(self.births[feed.key], now)
        alive = [
            p for p in feed.pages[max(0, upto - 2 * LISTED) : upto] if p.killed is None or p.killed > now
        ]
        return alive[-LISTED:]

    def _says(self, feed: Feed, now: float) -> set[tuple[int, int]]:
        return {(p.number, sum(t <= now for t in p.feed_times())) for p in self._listed(feed, now)}

    def _feed_version(self, feed: Feed, now: float) -> int:
        return bisect_right(self.moments[feed.key], now)

    def _is_news(self, feed: Feed, now: float) -> bool:
        if self.read_at.get(feed.key) == self._feed_version(feed, now):
            return False
        return bool(self._says(feed, now) - self.told[feed.key])

    def _read(self, feed: Feed, now: float) -> None:
        if self.read_at.get(feed.key) == self._feed_version(feed, now):
            return
        self.read_at[feed.key] = self._feed_version(feed, now)
        for number, said in self._says(feed, now) - self.told[feed.key]:
            self.told[feed.key].add((number, said))
            for each in range(1, said + 1):
                self.result.feed_found.setdefault((feed.key, number, each), now)
            one = self.followed[number]
            one.told = True
            one.due = now
            heapq.heappush(self.pages_due, (now, number))

    def _popped(self, heap: list[tuple[float, int]], now: float) -> list[int]:
        out = []
        while heap and heap[0][0] <= now + 0.5:
            out.append(heapq.heappop(heap)[1])
        return out

    def _ask_pages(self, now: float, spent: Counter[str]) -> None:
        for _ in range(2):  # the second time: pages of stories that moved in this run
            due = {n for n in self._popped(self.pages_due, now) if self.followed[n].due <= now + 0.5}
            turns = [
                self._turn(self.followed[n], now) for n in sorted(due) if self.followed[n].checked != now
            ]
            shared = share_out(turns, self.budget, spent)
            spent.update(shared.spent - spent)
            for one in shared.later:
                self.result.deferred += 1
                heapq.heappush(self.pages_due, (now + TICK, one.page.number))
            for one in shared.now:
                self._look(one, now)

    def _turn(self, one: Followed, now: float) -> Turn[Followed]:
        gain = schedule.gain(self._life(one), at(now)) + (schedule.TOLD_ANEW if one.told else 0)
        return Turn(one, one.page.host.name, gain)

    def _life(self, one: Followed) -> PageLife:
        story = one.page.story
        pulled = self.pulled.get(story) if story is not None else None
        return PageLife(
            checked_at=None if one.checked is None else at(one.checked),
            changed_at=None if one.changed is None else at(one.changed),
            published_at=at(one.page.born),
            pulled_at=None if pulled is None else at(pulled),
            is_gone=one.killed_seen is not None,
            settles_after=self.habits.get(one.page.host.name),
        )

    def _look(self, one: Followed, now: float) -> None:
        page = one.page
        if self.rests.get(page.host.name, -1.0) > now:
            one.due = self.rests[page.host.name]
            heapq.heappush(self.pages_due, (one.due, page.number))
            return
        one.looks += 1
        self.result.page_looks += 1
        one.checked, one.told = now, False
        self._see(one, now)
        following = schedule.next_look(self._life(one), at(now))
        one.due = math.inf if following is None else (following - START).total_seconds() / 60
        if following is not None:
            heapq.heappush(self.pages_due, (max(one.due, now + 0.6), page.number))

    def _see(self, one: Followed, now: float) -> None:
        page = one.page
        if page.killed is not None and page.killed <= now:
            if one.killed_seen is None:
                one.killed_seen = now
                self._pull(one, now)
            return
        version = page.version(now)
        if version != one.version:
            if one.version >= 0:
                self._pull(one, now)
            one.version, one.changed = version, now
            one.seen.setdefault(version, now)

    def _pull(self, one: Followed, now: float) -> None:
        """A write-through or kill: the other pages of the story are due at once."""
        if one.page.story is None:
            return
        self.pulled[one.page.story] = now
        for other in self.stories[one.page.story]:
            if (
                other is not one
                and other.checked is not None
                and other.checked < now
                and other.killed_seen is None
            ):
                other.due = now
                heapq.heappush(self.pages_due, (now, other.page.number))
