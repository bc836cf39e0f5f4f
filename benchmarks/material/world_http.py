"""Some runs over a made world with real HTTP: `run.poll_once` against one loopback server that speaks for all hosts.

The server is no library's: it can dribble, never end, and send bombs. It counts, by host, when it was asked.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Self
from xml.sax.saxutils import escape

from benchmarks.material.world_days import START, at
from benchmarks.material.world_model import BROKEN, DAY
from pipeline import run
from pipeline.io.store import fetch, open_snapshot
from pipeline.model import Feed, Outlet, World
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.material.world_model import Host, Page
    from benchmarks.material.world_model import World as Made

DELAY, BURST = (
    0.05,
    2,
)  # seconds between two requests to a host, and how many at once: a fortieth of the real ones
LISTED_FOR = 12 * 60.0  # minutes: feeds list what is younger, so that the first run is no flood
WORDS = """harbour council ferry winter market bridge railway minister orchard museum budget storm teacher clinic
    library garden station cinema bakery tunnel forest island valley castle river meadow signal lantern""".split()  # noqa: SIM905
BOMB = gzip.compress(b"<rss>" + b"a" * 30_000_000)


class Server:
    """A context manager: all hosts of a world on one port of the loopback, as of an instant that is told."""

    def __init__(self, made: Made) -> None:
        self.hosts = {h.name: h for h in made.hosts}
        self.feeds = {(f.host.name, f.path): f for f in made.feeds}
        self.pages = {(p.host.name, p.path): p for p in made.pages}
        self.now = 0.0
        self.asked: dict[str, list[float]] = defaultdict(list)
        self.under_way: dict[str, int] = defaultdict(int)
        self.most_under_way = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._up.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        async def start() -> None:
            server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=512)
            self.port = server.sockets[0].getsockname()[1]
            self._up.set()

        self._loop.run_until_complete(start())
        self._loop.run_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
                if not await self._answer(headers["host"].partition(":")[0], path, headers, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client went away, as it may
        finally:
            writer.close()

    async def _answer(
        self, name: str, path: str, headers: dict[str, str], writer: asyncio.StreamWriter
    ) -> bool:
        self.asked[name].append(time.monotonic())
        self.under_way[name] += 1
        self.most_under_way = max(self.most_under_way, self.under_way[name])
        try:
            return await self._say(self.hosts[name], path, headers, writer)
        finally:
            self.under_way[name] -= 1

    async def _say(
        self, host: Host, path: str, headers: dict[str, str], writer: asyncio.StreamWriter
    ) -> bool:
        is_feed = path.startswith("/feed/")
        if is_feed and host.manner in {"dribbling", "endless", "bomb"}:
            return await _misbehave(host, writer)
        if host.manner == "slow":
            await asyncio.sleep(0.3)
        if host.manner == "busy" and is_feed and len(self.asked[host.name]) % 9 == 1:
            return await _send(writer, "429 Too Many Requests", b"", "Retry-After: 1")
        if host.manner == "moved" and is_feed and not path.endswith("?new"):
            return await _send(writer, "301 Moved Permanently", b"", f"Location: {path}?new")
        if is_feed:
            return await self._feed(host, path.partition("?")[0], headers, writer)
        page = self.pages.get((host.name, path))
        if page is None or page.born > self.now or (page.killed or 1e12) <= self.now:
            return await _send(writer, "410 Gone" if page else "404 Not Found", b"nothing here")
        return await _send(writer, "200 OK", html(page, self.now), "Content-Type: text/html; charset=utf-8")

    async def _feed(
        self, host: Host, path: str, headers: dict[str, str], writer: asyncio.StreamWriter
    ) -> bool:
        body = rss(self.feeds[host.name, path].listed(self.now, self.now - LISTED_FOR), self.now)
        tag = f'"{hash(body) if host.manner != "lying" else 1}"'
        if headers.get("if-none-match") == tag:
            return await _send(writer, "304 Not Modified", b"", f"ETag: {tag}")
        more = () if host.manner == "no-validators" else (f"ETag: {tag}",)
        return await _send(writer, "200 OK", body, "Content-Type: application/rss+xml; charset=utf-8", *more)


async def _send(writer: asyncio.StreamWriter, status: str, body: bytes, *headers: str) -> bool:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""])
    writer.write(head.encode("latin-1") + body)
    await writer.drain()
    return True


async def _misbehave(host: Host, writer: asyncio.StreamWriter) -> bool:
    kind = "Content-Type: application/rss+xml"
    if host.manner == "bomb":
        return await _send(writer, "200 OK", BOMB, kind, "Content-Encoding: gzip")
    writer.write(f"HTTP/1.1 200 OK\r\n{kind}\r\n\r\n".encode())
    piece, pause = (b"<", 0.3) if host.manner == "dribbling" else (b"<!-- " + b"x" * 60_000, 0.0)
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


def rss(pages: list[Page], now: float) -> bytes:
    """A feed: the entry of a page changes when the model says that it shows in feeds."""
    items = "".join(
        f"<item><title>Matter {p.number}, told {sum(t <= now for t in p.feed_times())} times in all</title>"
        f"<link>http://{p.host.name}{p.path}</link><guid>{p.path}</guid>"
        f"<pubDate>{at(p.born):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for p in reversed(pages)
    )
    return f'<rss version="2.0"><channel><title>Made</title>{items}</channel></rss>'.encode()


def html(page: Page, now: float) -> bytes:
    """A page: four paragraphs of fiction by its number (by its story, if others carry it too), one by its version."""
    version = page.version(now)
    random = Random(f"story {page.story}" if page.story is not None else f"page {page.number}")  # noqa: S311 - fiction
    text = [_sentence(random) for _ in range(4)]
    text.insert(1, _sentence(Random(f"{page.number} {version}")))  # noqa: S311
    stamps = [f'<meta property="article:published_time" content="{at(page.born):%Y-%m-%dT%H:%M:%SZ}">']
    if version:
        stamps.append(
            f'<meta property="article:modified_time" content="{at(page.changes[version - 1]):%Y-%m-%dT%H:%M:%SZ}">'
        )
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text)
    title = f"Matter {page.number} before the council"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{"".join(stamps)}</head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def _sentence(random: Random) -> str:
    return f"{' '.join(random.choices(WORDS, k=16)).capitalize()}, {' '.join(random.choices(WORDS, k=14))}."


def real(made: Made, polls: int, budget: int) -> dict[str, bool]:
    """Runs every five minutes at the end of the last day. -> bar → whether it holds."""
    folder = Path(tempfile.mkdtemp(prefix="writethru-world-"))
    try:
        with Server(made) as server:
            return _polled(made, server, folder / "var", polls, budget)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _polled(made: Made, server: Server, data_dir: Path, polls: int, budget: int) -> dict[str, bool]:
    settings = Settings(
        data_dir=data_dir, host_delay=DELAY, host_burst=BURST, host_budget=budget, read_timeout=3, total_timeout=4,
        connect_to=dict.fromkeys(server.hosts, f"127.0.0.1:{server.port}"),
    )  # fmt: skip
    feeds = tuple(Feed(f.key, f"http://{f.host.name}{f.path}", f.host.name) for f in made.feeds)
    outlets = tuple(Outlet(h.name, (h.name,)) for h in made.hosts)
    world = World(outlets=outlets, feeds=feeds, own_feeds=tuple(f.key for f in feeds))
    began, most = time.process_time(), 0
    first = made.days * DAY - DAY / 2
    for n in range(polls):
        server.now = first + 5 * n
        before = {host: len(times) for host, times in server.asked.items()}
        ledger = run.poll_once(settings, world, START + timedelta(minutes=server.now))
        counts = {host: len(times) - before.get(host, 0) for host, times in server.asked.items()}
        most = max(most, max(counts.values(), default=0))
        sys.stderr.write(f"run {n + 1} of {polls}: {ledger.items} items, {sum(counts.values())} requests\n")
    return _judged(made, server, data_dir, polls, most, budget, time.process_time() - began, first)


def _judged(
    made: Made, server: Server, data_dir: Path, polls: int, most: int, budget: int, cpu: float, first: float
) -> dict[str, bool]:
    quickest = min(_paces(server), default=DELAY)
    truth = {(p.host.name, p.number) for p in made.pages if _was_listed(p, first, server.now)}
    with open_snapshot(data_dir) as connection:
        urls = {r["url"] for r in fetch(connection, "select url from articles")}
        lag = fetch(
            connection, "select sum(stamped)::int as n, max(soon_p50_minutes) as p50 from detection_lag"
        )
        dispositions = fetch(
            connection, "select disposition, count(*)::int as n from dispositions group by 1 order by 1"
        )
        outcomes = fetch(connection, "select outcome, count(*)::int as n from fetches group by 1 order by 1")
    found = sum(
        f"http://{p.host.name}{p.path}" in urls for p in made.pages if (p.host.name, p.number) in truth
    )
    counted = {r["disposition"]: r["n"] for r in dispositions}
    line: dict[str, Any] = {
        "what": "real HTTP", "runs": polls, "cpu_seconds": round(cpu), "requests": sum(map(len, server.asked.values())),
        "most_requests_of_a_run_at_a_host": most, "most_under_way_at_a_host": server.most_under_way,
        "least_seconds_a_request_in_a_row_of_20": round(quickest, 4), "asked_for": DELAY,
        "pages_listed": len(truth), "pages_stored": found, "stamped_versions_with_lag": lag[0]["n"],
        "dispositions": counted, "outcomes": {r["outcome"]: r["n"] for r in outcomes},
    }  # fmt: skip
    sys.stdout.write(json.dumps(line) + "\n")
    return {
        "host budget, server's side": most
        <= budget + 2 * 5,  # and robots.txt, tdmrep.json, moved feeds' second hops
        "host pace, server's side": quickest >= DELAY * 0.9,
        "two at a time, server's side": server.most_under_way <= BURST,
        "every listed page stored": found == len(truth),
    }


def _was_listed(page: Page, first: float, last: float) -> bool:
    alive = page.killed is None or page.killed > last
    return (
        page.host.manner not in {*BROKEN, "busy"} and alive and first - LISTED_FOR / 2 < page.born < last - 30
    )


def _paces(server: Server, row: int = 20) -> Iterator[float]:
    """Seconds between two requests on the mean of every ``row`` in a row, burst taken off, by host."""
    for times in server.asked.values():
        for n in range(len(times) - row):
            yield (times[n + row] - times[n]) / (row - BURST)
