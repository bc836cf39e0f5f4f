"""Some runs over a made world with real HTTP: `run.poll_once` against one loopback server that speaks for all hosts.

The server is no library's: it can dribble, never end, and send bombs. It counts, by host, when it was asked, and how
many requests are under way: one that the client has hung up on is over when the end of its connection is seen.
"""

from __future__ import annotations

import asyncio
import gzip
import math
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from benchmarks.material import world_figures, world_seen
from benchmarks.material.world_days import START, TICK
from benchmarks.material.world_figures import Span, tell
from benchmarks.material.world_model import BROKEN, DAY, HOUR
from benchmarks.material.world_text import html, rss
from pipeline import run
from pipeline.io.store import fetch, open_snapshot
from pipeline.model import Feed, Outlet, World
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.material.world_model import Host
    from benchmarks.material.world_model import World as Made

    Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]

DELAY, BURST = (
    0.05,
    2,
)  # seconds between two requests to a host, and how many at once: a fortieth of the real ones
LISTED_FOR = 12 * 60.0  # minutes: feeds list what is younger, so that the first run is no flood
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
        self.most_where = ""
        self.feed_shown: dict[str, list[float]] = defaultdict(
            list
        )  # key → the world's minutes of whole answers
        self.page_shown: dict[int, list[float]] = defaultdict(list)  # number → of all answers
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
                name = headers["host"].partition(":")[0]
                if not await self._answer(name, path, headers, (reader, writer)):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client went away, as it may
        finally:
            writer.close()

    async def _answer(self, name: str, path: str, headers: dict[str, str], ends: Ends) -> bool:
        self.asked[name].append(time.monotonic())
        self.under_way[name] += 1
        if self.under_way[name] > self.most_under_way:
            self.most_under_way = self.under_way[name]
            self.most_where = f"{name} ({self.hosts[name].manner})"
        try:
            return await self._say(self.hosts[name], path, headers, ends)
        finally:
            self.under_way[name] -= 1

    async def _say(self, host: Host, path: str, headers: dict[str, str], ends: Ends) -> bool:
        is_feed = path.startswith("/feed/")
        writer = ends[1]
        if is_feed and host.manner in {"dribbling", "endless", "bomb"}:
            return await _misbehave(host, *ends)
        if host.manner == "slow":
            await asyncio.sleep(0.3)
        if host.manner == "busy" and is_feed and len(self.asked[host.name]) % 9 == 1:
            return await _send(writer, "429 Too Many Requests", b"", "Retry-After: 1")
        if host.manner == "moved" and is_feed and not path.endswith("?new"):
            return await _send(writer, "301 Moved Permanently", b"", f"Location: {path}?new")
        if is_feed:
            return await self._feed(host, path.partition("?")[0], headers, writer)
        page = self.pages.get((host.name, path))
        if page is not None:
            self.page_shown[page.number].append(self.now)
        if page is None or page.born > self.now or (page.killed or 1e12) <= self.now:
            return await _send(writer, "410 Gone" if page else "404 Not Found", b"nothing here")
        return await _send(writer, "200 OK", html(page, self.now), "Content-Type: text/html; charset=utf-8")

    async def _feed(
        self, host: Host, path: str, headers: dict[str, str], writer: asyncio.StreamWriter
    ) -> bool:
        feed = self.feeds[host.name, path]
        body = rss(feed.listed(self.now, self.now - LISTED_FOR), self.now)
        tag = f'"{hash(body) if host.manner != "lying" else 1}"'
        if headers.get("if-none-match") == tag:
            return await _send(writer, "304 Not Modified", b"", f"ETag: {tag}")
        self.feed_shown[feed.key].append(self.now)
        more = () if host.manner == "no-validators" else (f"ETag: {tag}",)
        return await _send(writer, "200 OK", body, "Content-Type: application/rss+xml; charset=utf-8", *more)


async def _send(writer: asyncio.StreamWriter, status: str, body: bytes, *headers: str) -> bool:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""])
    writer.write(head.encode("latin-1") + body)
    await writer.drain()
    return True


async def _misbehave(host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    kind = "Content-Type: application/rss+xml"
    if host.manner == "bomb":
        return await _send(writer, "200 OK", BOMB, kind, "Content-Encoding: gzip")
    writer.write(f"HTTP/1.1 200 OK\r\n{kind}\r\n\r\n".encode())
    piece, pause = (b"<", 0.3) if host.manner == "dribbling" else (b"<!-- " + b"x" * 60_000, 0.0)
    hung_up = asyncio.ensure_future(
        reader.read(1)
    )  # nothing more is said on a connection that gets no whole answer
    hung_up.add_done_callback(lambda end: end.cancelled() or end.exception())  # an abrupt end is an end
    while not hung_up.done():
        writer.write(piece)
        await writer.drain()
        await asyncio.wait({hung_up}, timeout=pause)
    return False


def real(made: Made, polls: int, budget: int, seconds: float = math.inf) -> dict[str, bool]:
    """Runs every five minutes of the last day, from its beginning or from noon on. -> bar → whether it holds.

    Args:
        made: the world.
        polls: how many runs.
        budget: requests to a host in a run.
        seconds: no run begins later; what was polled until then is judged.
    """
    folder = Path(tempfile.mkdtemp(prefix="writethru-world-"))
    try:
        with Server(made) as server:
            return _polled(made, server, folder / "var", (polls, seconds), budget)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _polled(
    made: Made, server: Server, data_dir: Path, most_runs: tuple[int, float], budget: int
) -> dict[str, bool]:
    settings = Settings(
        data_dir=data_dir, host_delay=DELAY, host_burst=BURST, host_budget=budget, read_timeout=8, total_timeout=10,
        connect_to=dict.fromkeys(server.hosts, f"127.0.0.1:{server.port}"),
    )  # fmt: skip
    feeds = tuple(Feed(f.key, f"http://{f.host.name}{f.path}", f.host.name) for f in made.feeds)
    outlets = tuple(Outlet(h.name, (h.name,)) for h in made.hosts)
    world = World(outlets=outlets, feeds=feeds, own_feeds=tuple(f.key for f in feeds))
    began, woke, most = time.process_time(), time.monotonic(), 0
    polls, seconds = most_runs
    first = made.days * DAY - max(DAY / 2, polls * TICK)
    for n in range(polls):
        if time.monotonic() - woke > seconds:
            polls = n
            break
        server.now = first + TICK * n
        before = {host: len(times) for host, times in server.asked.items()}
        ledger = run.poll_once(settings, world, START + timedelta(minutes=server.now))
        counts = {host: len(times) - before.get(host, 0) for host, times in server.asked.items()}
        most = max(most, max(counts.values(), default=0))
        took = time.monotonic() - woke
        sys.stderr.write(
            f"run {n + 1} of {polls}, {took:.0f} s: {ledger.items} items, {sum(counts.values())} requests\n"
        )
    cpu = time.process_time() - began
    tell(
        "real HTTP", runs=polls, cpu_seconds=round(cpu), seconds=round(time.monotonic() - woke),
        requests=sum(map(len, server.asked.values())), most_requests_of_a_run_at_a_host=most, budget=budget,
        most_under_way_at_a_host=server.most_under_way, most_under_way_where=server.most_where,
        least_seconds_a_request_in_a_row_of_20=round(min(_paces(server), default=DELAY), 4), asked_for=DELAY,
    )  # fmt: skip
    return {
        "host budget, server's side": most
        <= budget,  # robots.txt, tdmrep.json and redirects' hops among them
        "host pace, server's side": min(_paces(server), default=DELAY) >= DELAY * 0.9,
        "two at a time, server's side": server.most_under_way <= BURST,
    } | _judged(made, server, data_dir, Span(first, server.now, HOUR, HOUR, LISTED_FOR))


def _judged(made: Made, server: Server, data_dir: Path, span: Span) -> dict[str, bool]:
    """What the database holds of the span, against the truth and the server's own log."""
    with open_snapshot(data_dir) as connection:
        dispositions = fetch(
            connection,
            "select disposition as what, count(*)::int as n from dispositions group by 1 order by 1",
        )
        outcomes = fetch(
            connection, "select outcome as what, count(*)::int as n from fetches group by 1 order by 1"
        )
    tell(
        "counted",
        dispositions={r["what"]: r["n"] for r in dispositions},
        outcomes={r["what"]: r["n"] for r in outcomes},
    )
    kept = [p for p in made.pages if p.host.manner not in BROKEN and p.born <= span.end]
    looks = {number: len(times) for number, times in server.page_shown.items()}
    everything = world_seen.followed(kept, looks, data_dir)
    watched = [one for one in everything if one.page.born >= span.first]
    settled = [one for one in watched if one.page.born < span.end - span.feeds_settled]
    lost = [one.page.number for one in settled if not one.seen and server.page_shown.get(one.page.number)]
    unasked = [one.page.host.manner for one in settled if not one.looks and one.page.killed is None]
    tell("pages", born=len(settled), shown_and_not_stored=len(lost), not_asked_yet_at=sorted(unasked))
    found = world_seen.said(made, data_dir)
    world_figures.of_economy(
        watched, span
    )  # told, no bar: of a page's first hours, in which ours looks more often
    return {
        "every page that was shown is stored": not lost,
        **world_figures.of_feeds(made, found, span, server.feed_shown),
        **world_figures.of_versions(watched, span, server.page_shown),
        **world_figures.of_lags(watched, span),
        **world_figures.of_kills(everything, span),
    }


def _paces(server: Server, row: int = 20) -> Iterator[float]:
    """Seconds between two requests on the mean of every ``row`` in a row, burst taken off, by host."""
    for times in server.asked.values():
        for n in range(len(times) - row):
            yield (times[n + row] - times[n]) / (row - BURST)
