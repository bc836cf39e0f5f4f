"""What does Prefect cost? One ingest of many feeds and pages, plainly and as the flow on a real server, in turns.

usage: overhead.py [--feeds 1000] [--pages 2000] [--rounds 2]

A server on the loopback answers for as many hosts as there are feeds; each feed lists its share of the pages, which are
fiction, a few stories at five hosts each. Each round asks all of it for the first time, into a directory of its own:
once by the use cases alone (`poll_once`), once by `ingest` on a real Prefect server, each in a process of its own, whose
whole CPU is counted, imports too. Then a round in which nothing changed. Told: task runs of a flow run, CPU of both
processes, what share of the flow's CPU is Prefect's, the server's CPU, and how much a run adds to the server's database.
One JSON object a line; exit code 1 where there are more than 60 task runs or the share is above 30 %.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread
from typing import TYPE_CHECKING, Any

from benchmarks.material.fiction import body, clause, run_by
from benchmarks.material.measure import tell
from benchmarks.material.prefect_api import Api
from pipeline.cli import prefect_server as ours

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TASKS, MOST_SHARE = 60, 0.30
COPIES = 5  # pages that run one story
_ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PLAIN = """
import os, sys
from datetime import datetime
from pathlib import Path
from pipeline import run
from pipeline.io import known
from pipeline.io.store import open_snapshot
from pipeline.report.board import overview
from pipeline.report.board.frame import Links
from pipeline.settings import Settings
from pipeline.steps import look_board
folder = Path(sys.argv[1])
now = datetime.fromisoformat(sys.argv[2])
ledger = run.poll_once(Settings.from_env(folder, os.environ), known.load(folder), now, eager=True)
run.tell(folder, now, lambda news: None, lambda ids: frozenset())
with open_snapshot(folder) as snapshot:
    page = look_board.overview(snapshot, look_board.freshness(snapshot, now, now))
overview.render(page, Links({}, "overview"))
print(ledger.items, ledger.articles_new)
"""
FLOW = """
import sys
from datetime import datetime
from pathlib import Path
from flows.ingest import ingest
ledger = ingest(data_dir=Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2]), eager=True)
print(ledger.items, ledger.articles_new)
"""


class Sites:
    """Feeds and pages of many hosts, in memory, on one port."""

    def __init__(self, feeds: int, pages: int) -> None:
        rng = Random(7)  # noqa: S311 - fiction
        self.hosts = [f"outlet{n:04d}.example" for n in range(feeds)]
        wires = [body(rng, rng.randint(200, 600)) for _ in range(max(1, pages // COPIES))]
        self.answers: dict[tuple[str, str], tuple[str, bytes]] = {}
        listed: dict[str, list[tuple[str, str]]] = {host: [] for host in self.hosts}
        for n in range(pages):
            host, headline = self.hosts[n % feeds], clause(rng).capitalize()
            path = f"/news/{n}.html"
            self.answers[host, path] = (
                "text/html; charset=utf-8",
                _page(headline, run_by(rng, wires[n % len(wires)])),
            )
            listed[host].append((f"http://{host}{path}", headline))
        for host, items in listed.items():
            self.answers[host, "/feed.xml"] = ("application/rss+xml", _feed(host, items))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.answers))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that send connections here."""
        address = f"127.0.0.1:{self._server.server_port}"
        return {
            "WRITETHRU_CONNECT_TO": ",".join(f"{host}={address}" for host in self.hosts),
            "WRITETHRU_HOST_DELAY": "0",
            "WRITETHRU_ROBOTS": "0",
        }

    def lay(self, folder: Path) -> Path:
        """A data directory whose own feeds are these."""
        folder.mkdir(parents=True)
        feeds = "\n".join(
            f'[[feed]]\nkey = "f{n:04d}"\nurl = "http://{host}/feed.xml"\noutlet = "Outlet {n:04d}"\n'
            for n, host in enumerate(self.hosts)
        )
        outlets = "\n".join(
            f'[[outlet]]\nname = "Outlet {n:04d}"\ndomains = ["{host}"]\ntimezone = "UTC"\nlanguage = "en"\n'
            for n, host in enumerate(self.hosts)
        )
        (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
        (folder / "outlets.toml").write_text(outlets, encoding="utf-8")
        return folder


def _page(headline: str, paragraphs: tuple[str, ...]) -> bytes:
    stamp = f'<meta property="article:published_time" content="{NOW.isoformat()}">'
    text = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    head = f"<title>{escape(headline)}</title>{stamp}"
    side = "".join(f'<li><a href="/news/{n}">More about {n}</a></li>' for n in range(20))
    shown = f"<h1>{escape(headline)}</h1><article>{text}</article><aside><ul>{side}</ul></aside>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{shown}</body></html>".encode()


def _feed(host: str, items: list[tuple[str, str]]) -> bytes:
    told = "".join(
        f"<item><title>{escape(headline)}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>{NOW:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for url, headline in items
    )
    channel = f"<title>{host}</title><link>http://{host}/</link><description>-</description>{told}"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}</channel></rss>'.encode()


def _handler(answers: Mapping[tuple[str, str], tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").partition(":")[0]
            kind, content = answers.get((host, self.path), ("text/plain", b""))
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server names it
            """Nothing."""

    return Handler


def child(code: str, folder: Path, env: Mapping[str, str]) -> tuple[float, float, str]:
    """Run it in a process of its own. -> (CPU seconds, wall seconds, what it printed)."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), NOW.isoformat()],
        env=dict(env), cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - begun, done.stdout.strip()


def server_cpu(pid: int) -> float:
    """CPU seconds of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settled(database: Path) -> int:
    """Bytes of the server's database once its log is written back."""
    time.sleep(8)  # events are written in batches
    with sqlite3.connect(database, timeout=60) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        pages, size, free = (
            connection.execute(f"pragma {what}").fetchone()[0]
            for what in ("page_count", "page_size", "freelist_count")
        )
    return int((pages - free) * size)


def measured(
    sites: Sites, base: Path, rounds: int, server: ours.Server, home: Path, env: dict[str, str]
) -> list[dict[str, Any]]:
    """Rounds in turns: new pages, then the same pages again."""
    api, found, pid = Api(f"{server.url}/api"), [], server.child.process.pid
    for n in range(rounds):
        plain_dir, flow_dir = sites.lay(base / f"plain{n}"), sites.lay(base / f"flow{n}")
        for what in ("all new", "nothing new"):
            plain = child(PLAIN, plain_dir, env)
            size, busy, known = (
                settled(home / "prefect.db"),
                server_cpu(pid),
                {r["id"] for r in api.all("flow_runs")},
            )
            flow = child(FLOW, flow_dir, env)
            grown, spent = settled(home / "prefect.db") - size, server_cpu(pid) - busy
            (run,) = [r for r in api.all("flow_runs") if r["id"] not in known]
            tasks = len(api.all("task_runs", flow_runs={"id": {"any_": [run["id"]]}}))
            one: dict[str, Any] = {
                "round": n, "pages": what, "items, new": [plain[2], flow[2]], "task runs": tasks,
                "state": run["state_type"],
                "CPU plain": round(plain[0], 1), "CPU flow": round(flow[0], 1), "share": round(1 - plain[0] / flow[0], 3),
                "seconds plain": round(plain[1], 1), "seconds flow": round(flow[1], 1),
                "server CPU": round(spent, 1), "share with the server": round(1 - plain[0] / (flow[0] + spent), 3),
                "server database KB": round(grown / 1024),
            }  # fmt: skip
            tell(**one)
            found.append(one)
    return found


def main() -> int:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=2)
    told = parser.parse_args()
    sites = Sites(told.feeds, told.pages)
    with tempfile.TemporaryDirectory() as name:
        base, port = Path(name), ours.free_port()
        env = ours.environment(base / "prefect", port, os.environ) | sites.environment
        env["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
        with ours.Server(base / "prefect", port, env) as server:
            server.wait()
            found = measured(sites, base, told.rounds, server, base / "prefect", env)
    new = [one for one in found if one["pages"] == "all new"]
    sums = {
        name: median(one[name] for one in new)
        for name in (
            "CPU plain",
            "CPU flow",
            "share",
            "share with the server",
            "server CPU",
            "server database KB",
        )
    }
    tasks = max(one["task runs"] for one in found)
    tell(median_of_all_new=sums, most_task_runs=tasks, feeds=told.feeds, pages=told.pages)
    return 1 if tasks > MOST_TASKS or sums["share"] > MOST_SHARE else 0


if __name__ == "__main__":
    raise SystemExit(main())
