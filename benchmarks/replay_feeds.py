"""Real feeds' history, replayed on the clock through the real load: what is found, what is invented?

usage: replay_feeds.py PATH/items.jsonl.gz [--polls 0]

Input: one JSON object a line, {"feed", "guid", "versions": [{"seen", "title", "description", "pubDate", "link"}]}:
every state in which an item of a feed was seen, by the time of the poll. For each poll the feeds are built anew as
RSS (what changed, and what was listed lately), and for each item a page is made: its headline, its description as the
first paragraph, and paragraphs of fiction by its guid, so that exactly what the publisher changed changes. Feeds and
pages go through the pipeline's own steps, with answers from memory in place of HTTP.

Printed, one JSON object a line: text changes found (bar: 0.999), phantom versions (bar: 0) at changes of dates or
markup only, texts that came back (A, B, A) and were re-opened (bar: all), and changes whose interval (changed_after,
first_seen_at] holds the truth (bar: all). ``--polls N`` replays the first N polls only. Exit code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from pipeline.core.normalise.text import normalise
from pipeline.io.answer import Answer, Outcome
from pipeline.io.store import fetch, open_snapshot, open_store
from pipeline.model import Disposition, Feed, World
from pipeline.settings import Settings
from pipeline.steps.adopting import start_poll
from pipeline.steps.feeds import FeedTask, ask_feeds
from pipeline.steps.feeds_due import state_of, states_of
from pipeline.steps.ledger import finish
from pipeline.steps.pages import ask_pages
from pipeline.steps.polling import Poll, dedupe, extract_pages, load_pages, note_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.io.http import Request

LISTED = 12  # entries a feed lists besides those that changed
WORDS = [
    "harbour",
    "council",
    "ferry",
    "winter",
    "market",
    "bridge",
    "railway",
    "minister",
    "orchard",
    "museum",
    "budget",
    "storm",
    "teacher",
    "clinic",
    "library",
    "garden",
    "station",
    "cinema",
    "bakery",
    "tunnel",
    "forest",
    "island",
    "valley",
    "castle",
    "river",
    "meadow",
    "signal",
    "lantern",
]
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class State:
    """What an item showed from a poll on."""

    seen: datetime
    title: str
    description: str
    date: str
    link: str

    @property
    def text(self) -> str:
        """The description without markup, as a reader sees it."""
        return " ".join(html.unescape(_TAG.sub(" ", self.description)).split())


@dataclass(slots=True)
class Item:
    """An item of a feed with all its states."""

    feed: str
    guid: str
    states: list[State]
    filler: tuple[str, ...]
    now: int = -1

    @property
    def shown(self) -> State:
        """What it shows now."""
        return self.states[self.now]


@dataclass(slots=True)
class Truth:
    """What happened, by the item, and what became of it."""

    texts: int = 0
    found: int = 0
    back: int = 0
    reopened: int = 0
    others: int = 0
    phantoms: int = 0
    lost: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)


def read(path: Path) -> list[Item]:
    """The items of the file; states with no title and no description, and repeats of the one before, left out."""
    items = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            states = [_state(v) for v in row["versions"] if v["title"] or v["description"]]
            if states:
                items.append(
                    Item(row["feed"], row["guid"], sorted(states, key=lambda s: s.seen), _filler(row["guid"]))
                )
    return items


def _state(v: dict[str, Any]) -> State:
    seen = datetime.fromisoformat(v["seen"]).astimezone(UTC)
    return State(seen, v["title"] or "", v["description"] or "", v["pubDate"] or "", v["link"] or "")


def _filler(guid: str) -> tuple[str, ...]:
    random = Random(guid)  # noqa: S311 - no secret
    return tuple(
        f"{' '.join(random.choices(WORDS, k=18)).capitalize()}, {' '.join(random.choices(WORDS, k=16))}."
        for _ in range(4)
    )


class Wire:
    """Stands where the client does: answers from what the feeds and pages show now."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.feeds: dict[str, list[Item]] = defaultdict(list)
        self.pages: dict[str, Item] = {}

    def move_to(self, now: datetime) -> None:
        """Let the items show what they showed at this poll."""
        for item in self.items:
            later = item.now
            while later + 1 < len(item.states) and item.states[later + 1].seen <= now:
                later += 1
            if later != item.now:
                item.now = later
                self._list(item)

    def _list(self, item: Item) -> None:
        listed = self.feeds[item.feed]
        if item in listed:
            listed.remove(item)
        listed.append(item)
        self.pages[page_url(item)] = item

    def get_many(self, requests: Iterable[Request], *_: object, **__: object) -> list[Answer]:
        """As `Client.get_many`."""
        return [self._answer(request.url) for request in requests]

    def _answer(self, url: str) -> Answer:
        parts = urlsplit(url)
        if parts.path.startswith("/feed/"):
            body, kind = (
                rss(self.feeds[parts.path.removeprefix("/feed/")]),
                "application/rss+xml; charset=utf-8",
            )
        else:
            body, kind = page(self.pages[url]), "text/html; charset=utf-8"
        return Answer(url, url, Outcome.OK, 200, content_type=kind, body=body)

    def forget(self) -> None:
        """Let old items fall out of the feeds."""
        for listed in self.feeds.values():
            del listed[:-LISTED]


def page_url(item: Item) -> str:
    """A page for each link an item has had: publishers change addresses too."""
    parts = urlsplit(item.shown.link)
    number = re.sub(r"\W+", "-", f"{item.guid}-{parts.path}{parts.query}")[-150:]
    return f"https://{item.feed.removesuffix('.xml').replace('_', '-')}.example/story/{number}"


def rss(items: Sequence[Item]) -> bytes:
    """The feed."""
    rows = "".join(
        f"<item><title>{escape(i.shown.title)}</title><link>{escape(page_url(i))}</link>"
        f'<guid isPermaLink="false">{escape(i.guid)}</guid><pubDate>{escape(i.shown.date)}</pubDate>'
        f"<description>{escape(i.shown.description)}</description></item>"
        for i in reversed(items)
    )
    return f'<rss version="2.0"><channel><title>Replayed</title>{rows}</channel></rss>'.encode()


def page(item: Item) -> bytes:
    """The page: what the publisher shows, and fiction below it."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in (item.shown.text, *item.filler) if text)
    title = escape(item.shown.title or "Untitled")
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}"></head>'
        f"<body><article><h1>{title}</h1><p><time>{escape(item.shown.date)}</time></p>{paragraphs}</article></body></html>"
    ).encode()


def main() -> int:
    """Replay, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("items", type=Path)
    parser.add_argument("--polls", type=int, default=0)
    told = parser.parse_args()
    items = read(told.items)
    polls = sorted({s.seen for i in items for s in i.states})[: told.polls or None]
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "var"
        counts = replay(items, polls, data_dir)
        bars = compared(items, polls[-1], data_dir)
    tell(
        "replay", items=len(items), polls=len(polls), cpu_seconds=round(time.process_time() - began), **counts
    )
    missed = [name for name, held in bars.items() if not held]
    tell("bars", held=len(bars) - len(missed), missed=missed)
    return 1 if missed else 0


def replay(items: Sequence[Item], polls: Sequence[datetime], data_dir: Path) -> Counter[str]:
    """All polls, one run each. -> dispositions."""
    feeds = tuple(
        Feed(_key(f), f"https://feeds.example/feed/{f}", _key(f)) for f in sorted({i.feed for i in items})
    )
    world, wire = World(feeds=feeds, own_feeds=tuple(f.key for f in feeds)), Wire(items)
    counts: Counter[str] = Counter()
    for n, now in enumerate(polls, 1):
        wire.move_to(now)
        counts.update(
            one_poll(wire, start_poll(Settings(data_dir=data_dir, host_budget=100_000), world, now))
        )
        wire.forget()
        if n % 50 == 0:
            sys.stderr.write(f"{n} of {len(polls)} polls\n")
    return counts


def _key(name: str) -> str:
    return name.removesuffix(".xml").replace("_", "-")


def one_poll(wire: Wire, poll: Poll) -> dict[str, int]:
    """One run, as `run.poll_once` goes, with answers from memory."""
    with open_store(poll.data_dir, poll.now) as store:
        known = states_of(store)
    tasks = [FeedTask(f, state_of(f, known)) for f in poll.world.feeds]
    poll, pages = note_feeds(poll, ask_feeds(wire, tasks, poll.world))  # type: ignore[arg-type]  # stands in for the client
    looks = ask_pages(wire, pages, poll.now)  # type: ignore[arg-type]
    fresh, repeats = dedupe(extract_pages(poll, looks))
    return dict(finish(poll.data_dir, load_pages(poll, looks, fresh, repeats).tally, poll.now).dispositions)


def compared(items: Sequence[Item], end: datetime, data_dir: Path) -> dict[str, bool]:
    """What is stored against what happened."""
    with open_snapshot(data_dir) as connection:
        rows = fetch(connection, _VERSIONS)
        back = fetch(connection, "select count(*) as n from headline_history where came_back")[0]["n"]
        reopened = Counter(
            r["item"]
            for r in fetch(
                connection,
                "select item from dispositions where disposition = $d",
                {"d": Disposition.REOPENED},
            )
        )
    stored: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        stored[row["guid"]].append(row)
    truth, intervals, wrong = Truth(), 0, 0
    for item in items:
        states = [s for s in item.states if s.seen <= end]
        held, bad = _compare(f"{_key(item.feed)} {item.guid}", states, stored, truth)
        intervals, wrong = intervals + held, wrong + bad
    truth.reopened = sum(reopened.values())
    share = truth.found / truth.texts if truth.texts else 1.0
    tell("text changes", changes=truth.texts, found=truth.found, share=round(share, 5), lost=truth.lost[:3])
    tell(
        "changes of dates or markup only",
        changes=truth.others,
        phantom_versions=truth.phantoms,
        examples=truth.invented[:2],
    )
    tell("texts that came back", truth=truth.back, reopened=truth.reopened, headlines_that_came_back=back)
    tell("intervals", hold_the_truth=intervals, do_not=wrong, examples=truth.outside[:3])
    return {
        "text changes found >= 0.999": share >= 0.999,
        "phantom versions = 0": truth.phantoms == 0,
        "A, B, A re-opened": truth.reopened == truth.back,
        "intervals hold the truth": wrong == 0,
    }


_VERSIONS = """
select a.value as guid, v.body, v.changed_after, v.first_seen_at, v.number
from aliases as a inner join versions as v on a.article_id = v.article_id
where a.kind = 'guid' order by v.first_seen_at
"""


def _compare(
    name: str, states: Sequence[State], stored: dict[str, list[dict[str, Any]]], truth: Truth
) -> tuple[int, int]:
    """One item: distinct texts against versions, and the interval of each. -> right and wrong intervals.

    The former text was shown from ``former.seen`` on until some moment after the poll before ``state.seen``: an
    interval holds the truth that begins in that time. It need not begin at the last state of the feed: where only a
    date moved, back to what it was, no page is asked, and the interval is wider.
    """
    versions = {row["first_seen_at"]: row for row in stored.get(name, [])}
    texts: dict[str, State] = {}
    former: State | None = None
    right = wrong = 0
    for state in states:
        text = normalise(state.text)
        if former is not None and normalise(former.text) == text:
            truth.others += 1
            continue
        if text in texts:
            truth.back += 1
        else:
            texts[text] = state
            truth.texts += 1
            row = versions.get(state.seen)
            truth.found += row is not None
            if row is None:
                truth.lost.append(f"{name}: {state.text[:60]}")
            elif former is not None:
                after = row["changed_after"]
                good = after is not None and former.seen <= after < state.seen
                right, wrong = right + good, wrong + (not good)
                if not good:
                    truth.outside.append(f"{name}: ({after}, {state.seen}], shown so far since {former.seen}")
        former = state
    if len(versions) > len(texts):
        truth.phantoms += len(versions) - len(texts)
        shown = [
            f"{at:%m-%d %H:%M} {row['body'].partition(chr(10))[0][:80]}"
            for at, row in sorted(versions.items())
        ]
        truth.invented.append(
            f"{name}: {shown} against {[f'{s.seen:%m-%d %H:%M} {s.text[:80]}' for s in states]}"
        )
    return right, wrong


def tell(what: str, **figures: Any) -> None:
    """One line of figures."""
    sys.stdout.write(json.dumps({"what": what, **figures}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
