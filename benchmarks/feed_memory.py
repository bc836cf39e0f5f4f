"""How much memory a poll of many large feeds takes: peak RSS from the first request to the last row.

    python benchmarks/feed_memory.py [--feeds 1000] [--kilobytes 200]

Feeds of full texts come from a server of ours on the loopback, in a process of its own, under names of 200 hosts. They
are asked and noted as `writethru run` does it; the pages they list are not asked.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import run
from pipeline.model import Feed, World
from pipeline.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

HOSTS = 200
ITEMS = 40
SENTENCE = (
    "The harbour board of town {n} met on Monday and put off the vote on the northern mole to the spring. "
)
_KILO = 1_000
_MEGA = 1_000


def serve(tell: Connection, size: int) -> None:
    """Serve feeds of about ``size`` bytes; each path has words of its own."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = feed(self.path.strip("/"), size) if self.path.endswith(".xml") else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    tell.send(server.server_address[1])
    server.serve_forever()


def feed(name: str, size: int) -> bytes:
    """A feed of full texts."""
    text = SENTENCE.format(n=name) * (size // ITEMS // len(SENTENCE))
    items = "".join(
        f"<item><title>Board of {name} meets, {n}</title><link>http://x.example/{name}/{n}</link>"
        f"<description>{n} {text}</description></item>"
        for n in range(ITEMS)
    )
    return f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--kilobytes", type=int, default=200)
    args = parser.parse_args()
    started = multiprocessing.get_context("spawn")
    here, there = started.Pipe()
    server = started.Process(target=serve, args=(there, args.kilobytes * _KILO), daemon=True)
    server.start()
    port = here.recv()
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder) / "var", port, args.feeds)
    finally:
        server.terminate()
        server.join()
    return 0


def measure(data_dir: Path, port: int, count: int) -> None:
    """One poll's feeds."""
    feeds = tuple(
        Feed(str(n), f"http://site{n % HOSTS}.example/{n}.xml", f"Outlet {n}") for n in range(count)
    )
    to = {f"site{n}.example": f"127.0.0.1:{port}" for n in range(HOSTS)}
    settings = Settings(data_dir=data_dir, host_delay=0, host_budget=100_000, connect_to=to)
    world = World(feeds=feeds, own_feeds=tuple(f.key for f in feeds))
    poll = run.start_poll(settings, world, datetime.now(UTC))
    before, began, spent = peak(), time.monotonic(), time.process_time()
    poll, pages = run.poll_feeds(poll)
    print(
        f"{count} feeds, {len(pages)} pages listed: peak {peak():,.0f} MB, {peak() - before:,.0f} MB more than before; "
        f"{time.monotonic() - began:.0f} s, {time.process_time() - spent:.0f} s CPU"
    )


def peak() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGA


if __name__ == "__main__":
    sys.exit(main())
