"""What survives a crash: polls are killed at random moments, and the next one must make good for it.

usage: crash.py [--kills 50] [--pages 200] [--seed 5] [--keep DIR]

A world of fiction on the loopback: ten outlets, their feeds and pages. A first poll sees it; then it changes (new
pages, new texts, new headlines, pages that go, feeds and pages that answer "not modified"). A poll of that begins in a
process of its own and gets SIGKILL at a random moment; another poll, five minutes later by the clock of the polls,
is left alone. Compared with the same two polls undisturbed: articles, versions, headlines, and the dispositions by
address and payload. Counted at the server: what was asked more often than undisturbed. Every payload of the archive
must have its row, and warcio must find every file whole.

One line a kill; exit code 1 where one differs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
from warcio.cli import main as warcio

from benchmarks.material import fiction
from pipeline import run
from pipeline.io import known
from pipeline.io.leftovers import read
from pipeline.model import Feed
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.process import BaseProcess

BEFORE = datetime(2031, 3, 4, 8, tzinfo=UTC)
AFTER = BEFORE + timedelta(hours=1)
LATER = AFTER + timedelta(minutes=5)  # nothing that was asked is due again so soon
SITES = 10
IN_FLIGHT = 8  # requests that the client has under way at once
VIEWS = {
    "articles": "select outlet, url, headline, status, versions, published_at, updated_at from articles",
    "versions": "select outlet, url, number, headline, body, content_hash, published_at from versions",
    "headlines": "select outlet, url, headline from headline_history",
    "dispositions": (
        "select d.item, f.payload_sha, d.disposition from facts.disposition as d left join facts.request as f "
        "on d.run_key = f.run_key and d.item = f.url where d.disposition <> 'not-due'"
    ),
}
PAGE = """<!doctype html><html lang="en"><head><title>{headline}</title>
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}",
"datePublished":"{published}","dateModified":"{modified}"}}</script></head>
<body><article><h1>{headline}</h1>{body}</article></body></html>"""


@dataclass(frozen=True)
class Answer:
    """What an address shows."""

    body: bytes
    status: int = 200
    etag: str | None = None
    media: str = "text/html; charset=utf-8"


@dataclass
class World:
    """What every address shows, and how often each was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[tuple[str, int]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def page(rng: Random, at: datetime, words: int = 250) -> dict[str, Any]:
    """An article of fiction."""
    return {"headline": fiction.sentence(rng)[:80], "paragraphs": fiction.body(rng, words), "at": at}


def shown(article: dict[str, Any], modified: datetime) -> bytes:
    """The page of an article."""
    body = "".join(f"<p>{p}</p>" for p in article["paragraphs"])
    told = {"published": article["at"].isoformat(), "modified": modified.isoformat()}
    return PAGE.format(headline=article["headline"], body=body, **told).encode()


def feed(site: str, articles: dict[str, dict[str, Any]]) -> bytes:
    """The feed of a site."""
    items = "".join(
        f"<item><title>{a['headline']}</title><link>{url}</link><guid>{url.rpartition('/')[2]}</guid>"
        f"<pubDate>{format_datetime(a['at'])}</pubDate></item>"
        for url, a in articles.items()
    )
    return f'<rss version="2.0"><channel><title>{site}</title>{items}</channel></rss>'.encode()


def states(rng: Random, pages: int) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """What every address shows before and after: a third stays, a third changes, a third is new."""
    before: dict[str, Answer] = {}
    after: dict[str, Answer] = {}
    for number in range(SITES):
        site = f"site{number}.example"
        former: dict[str, dict[str, Any]] = {}
        latter: dict[str, dict[str, Any]] = {}
        for n in range(pages // SITES):
            _one(rng, f"http://{site}/2031/story-{n}", n, (before, after), (former, latter))
        if number == SITES - 1:
            latter = former  # a feed that says what it said
        for answers, articles in ((before, former), (after, latter)):
            body = feed(site, articles)
            answers[f"http://{site}/rss"] = Answer(
                body, 200, f'"{sha256(body).hexdigest()[:12]}"', "application/rss+xml"
            )
    return before, after


def _one(
    rng: Random,
    url: str,
    n: int,
    answers: tuple[dict[str, Answer], dict[str, Answer]],
    listed: tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]],
) -> None:
    article = page(rng, BEFORE - timedelta(minutes=30 + n))
    changed = {**article, "paragraphs": (fiction.paragraph(rng), *article["paragraphs"])}
    kind = n % 10
    if kind < 6:
        listed[0][url] = article
        answers[0][url] = Answer(shown(article, article["at"]), 200, '"same"' if kind == 0 else None)
    listed[1][url] = article
    answers[1][url] = answers[0].get(url) or Answer(shown(article, article["at"]))
    if kind in (2, 3):
        answers[1][url] = Answer(shown(changed, AFTER - timedelta(minutes=9)))
    if kind == 4:
        listed[1][url] = {**article, "headline": fiction.sentence(rng)[:80]}
        answers[1][url] = Answer(shown(listed[1][url], AFTER - timedelta(minutes=9)))
    if kind == 5:
        answers[1][url] = Answer(b"<html><title>Not found</title><p>There is no such page.</p></html>", 404)


def serve(world: World) -> ThreadingHTTPServer:
    """The world on a port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = f"http://{self.headers['Host']}{self.path}"
            found = world.answers.get(url) or Answer(b"", 404)
            known = found.etag is not None and self.headers.get("If-None-Match") == found.etag
            status, body = (304, b"") if known else (found.status, found.body)
            with world.lock:
                world.asked[url, status] += 1
            time.sleep(0.01)
            self.send_response(status)
            self.send_header("Content-Type", found.media)
            if found.etag:
                self.send_header("ETag", found.etag)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that was killed is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def poll(data_dir: str, port: int, now: datetime, begun: Any) -> None:
    """One poll, as `writethru run` does it, in a process of its own."""
    sites = [f"site{n}.example" for n in range(SITES)]
    settings = Settings(
        data_dir=Path(data_dir),
        host_delay=0.0,
        host_burst=IN_FLIGHT,
        concurrency=IN_FLIGHT,
        connect_to=dict.fromkeys(sites, f"127.0.0.1:{port}"),
    )
    feeds = tuple(Feed(key=site, url=f"http://{site}/rss", outlet=site) for site in sites)
    world = replace(known.load(), feeds=feeds, own_feeds=())
    begun.set()
    run.poll_once(settings, world, now)


class Polls:
    """Polls of one world, each in a process of its own that has everything imported already."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = serve(world).server_address[1]
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(
            ["benchmarks.crash", "pipeline.run", "pipeline.io.known", "trafilatura"]
        )

    def start(self, data_dir: Path, now: datetime) -> BaseProcess:
        """Begin a poll, and wait until it has begun."""
        begun = self.context.Event()
        process = self.context.Process(target=poll, args=(str(data_dir), self.port, now, begun))
        process.start()
        if not begun.wait(120):
            raise SystemExit("a poll did not begin")
        return process

    def run(self, data_dir: Path, now: datetime) -> float:
        """A poll that is left alone. -> seconds."""
        process, started = self.start(data_dir, now), time.monotonic()
        process.join()
        if process.exitcode:
            raise SystemExit(f"a poll ended with {process.exitcode}")
        return time.monotonic() - started

    def killed(self, data_dir: Path, now: datetime, after: float) -> bool:
        """A poll that is killed after so many seconds. -> whether it was still running."""
        process = self.start(data_dir, now)
        process.join(after)
        running = process.exitcode is None
        process.kill()
        process.join()
        return running


def told(data_dir: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that must not differ."""
    with duckdb.connect(str(data_dir / "writethru.duckdb"), read_only=True) as connection:
        return {name: sorted(connection.execute(sql).fetchall(), key=repr) for name, sql in VIEWS.items()}


def payloads_without_row(data_dir: Path) -> int:
    """Payloads of the archive that neither a request nor a capture knows; and files that warcio finds broken."""
    with duckdb.connect(str(data_dir / "writethru.duckdb"), read_only=True) as connection:
        known = {s for (s,) in connection.execute("select payload_sha from facts.request").fetchall()}
        indexed = {s for (s,) in connection.execute("select payload_sha from facts.payload").fetchall()}
    missing = 0
    for path in (data_dir / "archive").glob("*.warc.gz*"):
        records, damages = read(path, path.name)
        missing += len(damages) + sum(r.head.sha not in known & indexed for r in records)
        with redirect_stdout(StringIO()):
            try:
                warcio(["check", str(path)])
            except SystemExit as ended:
                missing += int(ended.code or 0)
    return missing


def moments(rng: Random, count: int, longest: float) -> Iterator[float]:
    """One in each of so many equal parts of a poll."""
    parts = list(range(count))
    rng.shuffle(parts)
    for part in parts:
        yield longest * (part + rng.random()) / count


@dataclass
class Undisturbed:
    """What two polls bring and ask when nobody kills one."""

    rows: dict[str, list[tuple[Any, ...]]]
    asked: Counter[tuple[str, int]]
    seconds: float


def undisturbed(polls: Polls, base: Path, folder: Path) -> Undisturbed:
    """The same polls, left alone; timed twice, since the first may find cold caches."""
    times = []
    for name in ("warm", "reference"):
        shutil.copytree(base, folder / name)
        polls.world.asked.clear()
        times.append(polls.run(folder / name, AFTER))
    polls.run(folder / "reference", LATER)
    return Undisturbed(told(folder / "reference"), Counter(polls.world.asked), times[-1])


def one_kill(polls: Polls, data_dir: Path, after: float, right: Undisturbed) -> tuple[str, bool]:
    """Kill a poll, let the next one make good, compare. -> a line, and whether all is right."""
    polls.world.asked.clear()
    was_running = polls.killed(data_dir, AFTER, after)
    time.sleep(0.05)
    polls.run(data_dir, LATER)
    rows = told(data_dir)
    differing = [name for name in VIEWS if rows[name] != right.rows[name]]
    more = polls.world.asked - right.asked
    again = {
        status: sum(n for (url, s), n in more.items() if s == status and "robots" not in url)
        for status in (200, 304, 404)
    }
    lost = payloads_without_row(data_dir)
    adopted = findings(data_dir)
    extra = sum(again.values())
    is_right = not differing and not lost and extra <= IN_FLIGHT
    line = (
        f"killed after {after:5.2f} s{'' if was_running else ' (had ended)'}: differing {differing or 'none'}, "
        f"asked again {extra} ({again[304]} of it not modified); "
        f"payloads without row {lost}; {adopted}"
    )
    return line, is_right


def findings(data_dir: Path) -> str:
    """What the next poll said of the killed one."""
    with duckdb.connect(str(data_dir / "writethru.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select code, message from findings where code in ('archive-adopted', 'archive-torn') order by code"
        ).fetchall()
    return "; ".join(" ".join(m.split()[1:]) for _, m in rows) or "nothing to take up"


def main(argv: Sequence[str] | None = None) -> int:
    """Kill, compare, tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    told_ = parser.parse_args(argv)
    rng = Random(told_.seed)  # noqa: S311 - a simulation
    before, after = states(rng, told_.pages)
    world = World(before)
    polls = Polls(world)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="writethru-crash-") as name:
        folder = told_.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        base = folder / "base"
        polls.run(base, BEFORE)
        world.answers = after
        right = undisturbed(polls, base, folder)
        print(
            f"{len(after)} addresses; undisturbed {right.seconds:.1f} s, {sum(right.asked.values())} requests",
            flush=True,
        )
        print(", ".join(f"{len(rows)} {view}" for view, rows in right.rows.items()), flush=True)
        for number, moment in enumerate(moments(rng, told_.kills, right.seconds), start=1):
            data_dir = folder / f"kill{number}"
            shutil.copytree(base, data_dir)
            line, is_right = one_kill(polls, data_dir, moment, right)
            failed += not is_right
            print(f"{number:3} {'ok  ' if is_right else 'FAIL'} {line}", flush=True)
            if not told_.keep or is_right:
                shutil.rmtree(data_dir)
    print(f"{told_.kills - failed} of {told_.kills} kills left nothing behind")
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
