"""News to tell: what the loads brought that nobody was told yet. Each fact is told once, whoever finds it.

A fact has an id made of what it is. It is claimed in the database before it is sent, and marked when it was: a run that
dies between the two leaves a claim, which the next run takes up, asking the receiver first whether it came through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from pipeline.io.http import redact
from pipeline.io.store import open_store
from pipeline.report.news import LISTED, Copy, News

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store

Row = dict[str, Any]
FACTS = UUID("6e1f7ad2-3a0b-5f0e-9d2c-8f6f0c1b7a10")  # the namespace of the ids of facts
NEWS = timedelta(days=2)  # what is older is no news: an import of last year's texts alarms nobody
PATIENCE = 30  # minutes a copy may be behind an ordinary write-through: two usual polls of a feed
FAILURES = 3  # on end: one time-out is none of a person's business
ABANDONED = timedelta(minutes=2)  # sending takes seconds: a claim that is older was left by a run that died
MOST = 200  # news of a kind in one run: what is beyond is told by the next
_ALL = 1_000_000_000
_QUERIES = ("news_notes", "news_stale", "news_feeds", "news_updates")  # the weightiest first


@dataclass(frozen=True, slots=True)
class Untold:
    """News to tell now. ``again``: ids of news that a run claimed and perhaps sent before it died."""

    news: tuple[News, ...]
    again: frozenset[str] = frozenset()


def claim(data_dir: Path, now: datetime) -> Untold:
    """Find the facts that were not told, and write down that this run tells them.

    The first time ever, all there is counts as told: a database of months is no news.

    Raises:
        StoreBusy: another process is writing.
    """
    with open_store(data_dir, now) as store, store.transaction():
        is_begun = bool(store.rows("news_begun")[0]["rows"])
        found = [
            (row, _event_id(row))
            for query in _QUERIES
            for row in _rows(store, query, now, MOST if is_begun else _ALL)
        ]
        ids = [event_id for _, event_id in found]
        if not is_begun:
            _write(store, [*found, (_BEGUN, str(uuid5(FACTS, "begun")))], now, told_at=now)
            return Untold(())
        again = {r["event_id"] for r in store.rows("news_claimed", ids=ids)} if ids else set()
        _write(store, [(row, name) for row, name in found if name not in again], now)
        if again:
            store.run("news_claim_again", ids=sorted(again), claimed_at=now)
        running = _still_running(store, [row for row, _ in found])
    return Untold(tuple(_news(row, name, running) for row, name in found), frozenset(again))


def mark_told(data_dir: Path, told: Sequence[News], now: datetime) -> None:
    """Write down that news was sent: it is never sent again.

    Raises:
        StoreBusy: another process is writing.
    """
    if told:
        with open_store(data_dir, now) as store:
            store.run("news_told", ids=[one.event_id for one in told], told_at=now)


def tell(
    data_dir: Path,
    now: datetime,
    send: Callable[[Sequence[News]], None],
    arrived: Callable[[Sequence[str]], frozenset[str]],
) -> tuple[News, ...]:
    """Send what was not told yet. -> the news that was sent.

    Args:
        data_dir: where the database is.
        now: the time of the run.
        send: takes the news to its receiver; what it raises leaves the claims, and the next run sends them.
        arrived: says which ids the receiver has already; asked only about claims of a run that died.

    Raises:
        StoreBusy: another process is writing.
    """
    untold = claim(data_dir, now)
    there = arrived(sorted(untold.again)) if untold.again else frozenset()
    fresh = tuple(one for one in untold.news if one.event_id not in there)
    if fresh:
        send(fresh)
    mark_told(data_dir, untold.news, now)
    return fresh


def _rows(store: Store, query: str, now: datetime, top: int) -> list[Row]:
    known: dict[str, Any] = {"since": now - NEWS, "abandoned": now - ABANDONED, "top": top}
    own = {"news_stale": {"patience": PATIENCE}, "news_feeds": {"failures": FAILURES}}
    return store.rows(query, **known, **own.get(query, {}))


_BEGUN: Row = {"event": "begun"}


def _event_id(row: Row) -> str:
    """Equal facts have equal ids, on every installation."""
    what = {
        "corrected": (row["article_key"], row["subject"]),
        "killed": (row["article_key"], row["subject"]),
        "stale": (row["article_key"], row["version_key"], row["subject"]),
        "updated": (row["version_key"],),
        "failing": (row["subject"], row.get("last_ok_at")),
    }[row["event"]]
    return str(uuid5(FACTS, "\x1f".join((row["event"], *map(str, what)))))


def _write(
    store: Store, found: Sequence[tuple[Row, str]], now: datetime, told_at: datetime | None = None
) -> None:
    columns = ("event", "story_id", "article_key", "version_key", "subject")
    rows = [
        {**{c: row.get(c) for c in columns}, "event_id": name, "claimed_at": now, "told_at": told_at}
        for row, name in found
    ]
    store.insert("facts.told", rows, known="ignore")


def _still_running(store: Store, rows: Sequence[Row]) -> dict[tuple[str, bool], tuple[Copy, ...]]:
    """(story, whether it is a kill) → who is confirmed to run on."""
    stories = sorted({r["story_id"] for r in rows if r["event"] in ("corrected", "killed") and r["story_id"]})
    found: dict[tuple[str, bool], tuple[Copy, ...]] = {}
    for row in store.rows("news_still_running", stories=stories) if stories else ():
        name = row["story_id"], row["missing_kill"]
        if len(found.get(name, ())) < LISTED:
            found[name] = (*found.get(name, ()), Copy(row["outlet"], redact(row["url"])))
    return found


def _news(row: Row, event_id: str, running: dict[tuple[str, bool], tuple[Copy, ...]]) -> News:
    is_feed = row["event"] == "failing"
    outlets = tuple(row.get("outlets") or ([row["outlet"]] if row["outlet"] else []))
    return News(
        event_id=event_id,
        kind=row["event"],
        seen_at=row["seen_at"],
        story_id=row["story_id"],
        agency=row.get("agency"),
        headline=row.get("headline"),
        outlet=row["outlet"],
        outlets=outlets,
        url=redact(row["url"]) if row["url"] else None,
        article_id=row.get("article_id"),
        version_id=row.get("version_id"),
        writethru=row.get("runs_writethru", row.get("writethru")),
        current_writethru=row.get("current_writethru"),
        attested_outlets=row.get("attested_outlets"),
        note=row.get("note"),
        wrong=row.get("wrong_text"),
        right=row.get("right_text"),
        still_running=running.get((row["story_id"] or "", row["event"] == "killed"), ())
        if row["event"] in ("corrected", "killed")
        else (),
        severity=row["subject"] if row["event"] == "stale" else None,
        role=row.get("role"),
        behind_since=row.get("behind_since"),
        minutes_behind=row.get("minutes_behind_low"),
        feed=row["subject"] if is_feed else None,
        failures=row.get("failures"),
        reason=": ".join(filter(None, (row.get("outcome"), row.get("detail")))) or None,
        last_ok_at=row.get("last_ok_at"),
    )
