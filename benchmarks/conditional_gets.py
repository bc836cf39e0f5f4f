"""What politeness costs: 1,000 unchanged feeds on 200 host names, asked by us and by a bare httpx loop.

    python benchmarks/conditional_gets.py [--feeds 1000] [--hosts 200] [--rounds 5] [--poll]

Both ask the same server of ours on the loopback (in a process of its own), in turn, with the same validators; names
are resolved to the loopback by a stand-in for the system's resolver. CPU time of this process is compared, medians of
the rounds. ``--poll`` measures a whole poll as `writethru run` does it, and where its time goes; rounds in which feeds
are fetched whole (validators lie, so every few polls are) are shown and do not count.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.material.unchanged import serve
from pipeline import run
from pipeline.io.http import FEED_TYPES, Client, Outcome, Request
from pipeline.model import Feed, World
from pipeline.settings import Settings
from pipeline.steps.ledger import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ETAG = '"unchanged"'
AT_ONCE = 64
BAR = 1.5


def main() -> int:
    """Measure, print, and say (exit code 1) where the bar is missed."""
    args = _arguments()
    started = multiprocessing.get_context("spawn")
    here, there = started.Pipe()
    server = started.Process(target=serve, args=(there, ETAG), daemon=True)
    server.start()
    port = here.recv()
    _resolve_to_loopback()
    urls = [
        f"http://feeds{n % args.hosts}.news{n % args.hosts}.example:{port}/{n}.xml" for n in range(args.feeds)
    ]
    try:
        return _poll(urls, args.rounds) if args.poll else _client(urls, args.rounds)
    finally:
        server.terminate()
        server.join()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--poll", action="store_true")
    return parser.parse_args()


def _resolve_to_loopback() -> None:
    """Every name of the world leads here, for both alike."""
    real: Callable[..., Any] = socket.getaddrinfo

    def stand_in(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return real(
            "127.0.0.1" if isinstance(name, str) and name.endswith(".example") else host, *rest, **more
        )

    socket.getaddrinfo = stand_in


def _settings(data_dir: Path) -> Settings:
    return Settings(
        data_dir=data_dir, host_delay=0, concurrency=AT_ONCE, allow_private=True, host_budget=100_000
    )


def _bare(urls: Sequence[str], trust: Any) -> None:
    """The same conditional GETs with nothing around them."""

    async def ask() -> None:
        places = asyncio.Semaphore(AT_ONCE)
        headers = {"If-None-Match": ETAG, "Accept": FEED_TYPES}
        async with httpx.AsyncClient(verify=trust, timeout=20, http2=True) as client:

            async def one(url: str) -> None:
                async with places:
                    assert (await client.get(url, headers=headers)).status_code == httpx.codes.NOT_MODIFIED

            await asyncio.gather(*map(one, urls))

    asyncio.run(ask())


def _ours(urls: Sequence[str], settings: Settings) -> None:
    with Client(settings) as client:
        answers = client.get_many(Request(url, ETAG, accept=FEED_TYPES) for url in urls)
    assert all(a.outcome is Outcome.NOT_MODIFIED for a in answers), answers[0]


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _client(urls: Sequence[str], rounds: int) -> int:
    trust = httpx.create_ssl_context()
    settings = _settings(Path(tempfile.gettempdir()))
    _bare(urls[:20], trust)
    _ours(urls[:20], settings)
    pairs = [(_cpu(lambda: _bare(urls, trust)), _cpu(lambda: _ours(urls, settings))) for _ in range(rounds)]
    for bare, ours in pairs:
        print(f"bare httpx {bare:6.3f} s CPU   our client {ours:6.3f} s CPU   ratio {ours / bare:5.2f}")
    ratio = statistics.median(ours / bare for bare, ours in pairs)
    print(f"{len(urls)} conditional GETs: median ratio {ratio:.2f} (bar {BAR} for the whole poll)")
    return int(ratio > BAR)


def _poll(urls: Sequence[str], rounds: int) -> int:
    trust = httpx.create_ssl_context()
    _bare(urls[:20], trust)
    feeds = tuple(Feed(f"feed-{n}", url, f"Outlet {n}") for n, url in enumerate(urls))
    world = World(feeds=feeds, own_feeds=tuple(f.key for f in feeds))
    now = datetime(2026, 1, 6, 12, tzinfo=UTC)
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        run.poll_once(settings, world, now, eager=True)  # the first look brings the validators
        for number in range(1, rounds + 1):
            bare = _cpu(lambda: _bare(urls, trust))
            parts, same = _stages(settings, world, now + timedelta(days=number))
            ours = sum(parts.values())
            if same == len(urls):
                ratios.append(ours / bare)
            shown = "  ".join(f"{name} {cpu:.3f}" for name, cpu in parts.items())
            print(
                f"bare httpx {bare:6.3f} s CPU   poll {ours:6.3f} s CPU   ratio {ratios[-1]:5.2f}   ({shown})"
            )
    ratio = statistics.median(ratios)
    print(
        f"a poll of {len(urls)} unchanged feeds, {len(ratios)} rounds: median ratio {ratio:.2f} (bar {BAR})"
    )
    return int(ratio > BAR)


def _stages(settings: Settings, world: World, now: datetime) -> tuple[dict[str, float], int]:
    """CPU of each stage of a poll, as `run.poll_once` goes through them, and how many feeds answered 304."""
    parts: dict[str, float] = {}

    def timed(name: str, work: Callable[..., Any], *args: Any) -> Any:
        before = time.process_time()
        result = work(*args)
        parts[name] = parts.get(name, 0.0) + time.process_time() - before
        return result

    poll = timed("start", lambda: run.start_poll(settings, world, now, eager=True))
    due = timed("due", run.feeds_due, poll)
    looks = [
        look
        for batch in run.batched(due, run.FEED_BATCH)
        for look in timed("fetch", run.fetch_feeds, poll, batch)
    ]
    poll, pages = timed("note", run.note_feeds, poll, looks)
    assert not pages
    timed("revisits", run.pages_to_revisit, poll, pages)
    timed("finish", finish, poll.data_dir, poll.tally, now)
    return parts, sum(look.answer.outcome is Outcome.NOT_MODIFIED for look in looks)


if __name__ == "__main__":
    sys.exit(main())
