"""`writethru up` as a person starts and stops it: server, schedules, worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from pipeline.cli.processes import marked
from pipeline.report.board.frame import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.newsroom import Newsroom

PATIENCE = 300.0  # seconds; a first start makes the server's database, and this machine may be busy
STOPPING = 60.0  # seconds


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def up(sample: Path, room: Newsroom) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The command under way, and the address of its API."""
    port = free_port()
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "--data-dir", str(sample), "up"]
    with (sample / "up.log").open("wb") as log:
        child = subprocess.Popen(
            [*command, "--port", str(port)], stdout=log, stderr=log, env=os.environ | {"COLUMNS": "100"}
        )
        yield child, f"http://127.0.0.1:{port}/api"
        child.terminate()  # a test that failed leaves it under way, and only it can end its server and worker
        try:
            child.wait(STOPPING)
        finally:
            child.kill()
            child.wait()


def ask(api: str, what: str) -> list[dict[str, Any]]:
    """Objects of a kind; none while the server is not up yet."""
    body = json.dumps({"limit": 200}).encode()
    request = Request(f"{api}/{what}/filter", body, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=5) as answer:
            return list(json.load(answer))
    except (URLError, OSError):
        return []


def awaited(api: str, what: str, wanted: Any) -> list[dict[str, Any]]:
    """The objects once `wanted` holds for them, or as they are when patience ends."""
    end = time.monotonic() + PATIENCE
    while True:
        found = ask(api, what)
        if wanted(found) or time.monotonic() > end:
            return found
        time.sleep(1)


def test_schedules_are_laid_out_the_first_poll_is_done_and_nothing_is_left_running(
    up: tuple[subprocess.Popen[bytes], str], sample: Path
) -> None:
    """What a person waits for: runs that come by themselves, a first page, and an end that is one."""
    child, api = up
    awaited(
        api,
        "flow_runs",
        lambda runs: any(r["state_type"] == "COMPLETED" for r in runs if r["auto_scheduled"]),
    )
    runs = awaited(api, "flow_runs", lambda found: sum(bool(r["auto_scheduled"]) for r in found) > 2)
    told = (sample / "up.log").read_text("utf-8", "replace")[-2000:]
    assert {r["state_type"] for r in runs if r["auto_scheduled"]} <= {
        "SCHEDULED",
        "PENDING",
        "RUNNING",
        "COMPLETED",
    }, told
    assert sum(bool(r["auto_scheduled"]) for r in runs) > 2, told
    assert any(r["state_type"] == "COMPLETED" for r in runs if r["auto_scheduled"]), told
    written = {a["key"] for a in ask(api, "artifacts") if "being written" not in a["data"]}
    assert written >= set(PAGES)  # by the first poll, whenever the first dashboard is due
    child.send_signal(signal.SIGTERM)
    assert child.wait(STOPPING) == 0
    assert ask(api, "flow_runs") == []
    assert marked(str(sample)) == []
