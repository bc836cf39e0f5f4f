"""`writethru up` around stand-ins for Prefect's processes: what is restarted, refused, and left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.cli import processes
from pipeline.cli.prefect_server import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 30.0
PASSWORD = "correct-horse"
URL = f"postgresql+asyncpg://prefect:{PASSWORD}@127.0.0.1:1/prefect"
ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are found by /proc")


@dataclass
class Started:
    """An `up` under way in a folder."""

    folder: Path
    process: subprocess.Popen[bytes]

    def told(self, name: str) -> list[dict[str, Any]]:
        """What the stand-ins of this name wrote down when they started."""
        log = self.folder / "started.jsonl"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [one for one in map(json.loads, lines) if one["name"] == name]

    def said(self) -> str:
        """What a person sees."""
        return (self.folder / "up.log").read_text("utf-8")

    def left(self) -> list[int]:
        """All processes that belong to it."""
        return processes.marked(str(self.folder))


def awaited(holds: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Whether it held within some seconds."""
    end = time.monotonic() + patience
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(holds())


def start(folder: Path, **env: str) -> Started:
    """An `up`, as a shell script starts it in the background: SIGINT is ignored."""
    with (folder / "up.log").open("ab") as log:
        command = [sys.executable, "-m", "tests.cli.stand_ins", "up", str(folder), str(free_port())]
        return Started(
            folder,
            subprocess.Popen(
                ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command],
                stdout=log, stderr=log, env=os.environ | env, cwd=ROOT,
            ),
        )  # fmt: skip


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Started]:
    """An `up` with its worker under way."""
    started = start(
        tmp_path, PREFECT_SERVER_DATABASE_CONNECTION_URL=URL, WRITETHRU_WEBHOOK_URL="https://x.example"
    )
    try:
        assert awaited(lambda: started.told("worker") and "worker started" in started.said()), started.said()
        yield started
    finally:
        started.process.kill()
        started.process.wait()
        processes.end(started.left, 0)


def kill(one: dict[str, Any]) -> None:
    """SIGKILL a stand-in."""
    os.kill(one["pid"], signal.SIGKILL)


@linux
def test_what_dies_is_started_again_and_the_end_leaves_nothing(up: Started) -> None:
    """Worker and server are killed; then SIGTERM, and a run with a session of its own is gone as well."""
    kill(up.told("worker")[0])
    assert awaited(lambda: len(up.told("worker")) > 1), up.said()
    kill(up.told("server")[0])
    assert awaited(lambda: len(up.told("server")) > 1), up.said()
    assert "the worker ended by signal 9: starting it again in 1 s" in up.said()
    assert "the Prefect server ended by signal 9" in up.said()
    up.process.terminate()
    assert up.process.wait(PATIENCE) == 0
    assert up.left() == []
    assert up.said().endswith("stopped\n")


@linux
def test_a_second_up_on_the_same_data_is_refused_in_one_line(up: Started) -> None:
    """It names the first one's address, and the first one goes on."""
    second = subprocess.run(
        [sys.executable, "-m", "tests.cli.stand_ins", "up", str(up.folder), "1"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    (line,) = second.stderr.splitlines()
    assert second.returncode == 1
    assert line.startswith(f"writethru: `writethru up` runs on {up.folder} already, at http://127.0.0.1:")
    assert up.process.poll() is None


@linux
def test_the_next_up_ends_what_a_killed_one_left(up: Started) -> None:
    """Server and worker end with their `up`; a run that lost both is ended by the next, which then comes up."""
    up.process.kill()
    up.process.wait()
    alive = {one["pid"] for name in ("server", "worker") for one in up.told(name)}
    assert awaited(lambda: not alive & set(up.left()))
    (orphan,) = up.left()
    os.kill(orphan, signal.SIGTERM)  # else the next one would give it time to end by itself
    again = start(up.folder)
    try:
        assert awaited(lambda: len(again.told("worker")) > 1), again.said()
    finally:
        again.process.terminate()
        assert again.process.wait(PATIENCE) == 0
    assert up.left() == []


@linux
def test_whoever_asks_again_while_it_stops_is_obeyed_at_once(tmp_path: Path) -> None:
    """A worker that does not end is waited for, until a second SIGTERM."""
    started = start(tmp_path, STUBBORN="1")
    assert awaited(lambda: "worker started" in started.said()), started.said()
    started.process.terminate()
    assert awaited(lambda: "stopping" in started.said())
    time.sleep(0.5)
    assert started.process.poll() is None
    started.process.terminate()
    assert started.process.wait(PATIENCE) == 0
    assert started.left() == []


@linux
def test_the_servers_database_is_the_servers_alone(up: Started) -> None:
    """The address of a PostgreSQL reaches the server, no run, and no terminal; so do addresses that are secrets."""
    (server,), (layer,), (worker,) = (up.told(name) for name in ("server", "layer", "worker"))
    assert server["env"]["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == URL
    assert PASSWORD not in json.dumps([layer, worker])
    assert layer["env"]["WRITETHRU_WEBHOOK_URL"] == "https://x.example"
    assert "WRITETHRU_WEBHOOK_URL" not in worker["env"]
    assert PASSWORD not in up.said()
    assert worker["env"]["PREFECT_API_URL"] == server["env"]["PREFECT_API_URL"]
