"""Which feeds a poll asks: by what is remembered of them, within what a host gets in one run. Nothing here writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.feeds import state as states
from pipeline.core.feeds.state import FeedState
from pipeline.core.schedule import feeds as schedule
from pipeline.core.schedule.turns import Turn, share_out
from pipeline.io.http import redact
from pipeline.steps.feeds import FeedTask, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import Feed


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


def next_feed(store: Store, feeds: Iterable[Feed], now: datetime) -> datetime | None:
    """When the first feed is due again."""
    known = states_of(store)
    wanted = [state_of(f, known) for f in feeds if f.enabled]
    times = [states.next_ask(s) or now for s in wanted if s.retired_at is None]
    return min(times, default=None)
