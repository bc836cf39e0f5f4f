"""Systems to drive: `writethru up`, or a stock Prefect server and worker; the sample wire; and what plain polls bring."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.material.prefect_api import Api
from pipeline import run as use
from pipeline.cli.prefect_server import free_port
from pipeline.io import known
from pipeline.newsroom.known import sample_dir
from pipeline.settings import Settings
from pipeline.steps import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.newsroom import Newsroom

MARK = "LONG_RUN"  # marks every process of a drive, whoever starts it
STOPPING = 90.0
_ROOT = Path(__file__).parents[2]
_TOLD = {
    "articles": "select article_id from articles",
    "versions": "select version_id from versions",
    "versions by text": "select url || content_hash || count(*) from versions group by url, content_hash",
    "stories": "select string_agg(version_id order by version_id) from versions group by story_id",
    "entry states": "select feed || guid || headline || count(*) from entry_states group by feed, guid, headline",
}


def wire(room: Newsroom) -> dict[str, str]:
    """The variables that send the flows to the newsroom, with pauses between requests: a poll takes some seconds."""
    pairs = ",".join(f"{host}={address}" for host, address in room.connect_to.items())
    return {"WRITETHRU_CONNECT_TO": pairs, "WRITETHRU_HOST_DELAY": "3", "WRITETHRU_TIMEOUT": "2"}


class System(ABC):
    """What is driven. A mark in the environment of its processes finds them all, whatever session they are in."""

    def __init__(self, folder: Path, port: int, more: Mapping[str, str]) -> None:
        self.data_dir, self.port = folder, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._mark = f"{MARK}={uuid4().hex}"
        name, _, value = self._mark.partition("=")
        self.env = {**os.environ, **more, name: value, "COLUMNS": "160"}
        self._own: list[subprocess.Popen[bytes]] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "long_run.log"
        for file in (known.OUTLETS, known.AGENCIES, known.FEEDS):
            shutil.copyfile(sample_dir() / file, folder / file)

    @abstractmethod
    def start(self) -> None:
        """Start it, and return when its server answers."""

    @abstractmethod
    def stop(self) -> int:
        """Ctrl-C. -> its exit code."""

    def spawn(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a module, its words into the log, as a terminal would: Ctrl-C works in it."""
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-c", _AS_TERMINAL, "-m", *words], env=self.env, stdout=log, stderr=log, cwd=_ROOT,
                start_new_session=True,
            )  # fmt: skip
        self._own.append(child)
        return child

    def pids(self, word: str = "") -> list[int]:
        """The processes of this drive whose command line or environment has the word."""
        found = []
        for path in Path("/proc").iterdir():
            with suppress(OSError):
                if path.name.isdigit() and self._mark.encode() in (env := (path / "environ").read_bytes()):
                    line = (path / "cmdline").read_bytes().replace(b"\0", b" ")
                    found += [int(path.name)] if word.encode() in line + env else []
        return found

    def left(self) -> list[str]:
        """The command lines of what still runs."""
        for child in self._own:
            child.poll()
        lines = []
        for pid in self.pids():
            with suppress(OSError):
                lines.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:80])
        return lines

    def figures(self) -> dict[str, object]:
        """Sizes while it runs."""
        files = {"server database": self.home / "prefect.db", "its log": self.home / "prefect.db-wal"}
        return {name: f"{file.stat().st_size / 1e6:.1f} MB" for name, file in files.items() if file.exists()}

    @property
    def home(self) -> Path:
        """Prefect's home."""
        return self.data_dir / "prefect"

    def cpu(self) -> dict[str, object]:
        """CPU seconds of everything that was started and has ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {"CPU of all processes": f"{used.ru_utime + used.ru_stime:.0f} s"}


_AS_TERMINAL = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Up(System):
    """`writethru up`."""

    _child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when its server answers."""
        self._child = self.spawn(
            "benchmarks.material.command", "--data-dir", str(self.data_dir), "up", "--port", str(self.port)
        )
        await_server(self.url, self._child)

    def stop(self) -> int:
        """Ctrl-C. -> its exit code."""
        return end(self._child, signal.SIGINT)


class Stock(System):
    """What the head of prefect.yaml says, with nothing of ours around it."""

    _server: subprocess.Popen[bytes] | None = None
    _worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start server and worker."""
        self.env |= {
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_SERVER_UI_API_URL": "/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "WRITETHRU_DATA_DIR": str(self.data_dir),
        }
        self._server = self.spawn("prefect", "server", "start", "--port", str(self.port))
        await_server(self.url, self._server)
        self._say("--no-prompt", "work-pool", "create", "writethru", "--type", "process")
        self._say("--no-prompt", "deploy", "--all")
        self._worker = self.spawn("prefect", "worker", "start", "--pool", "writethru")
        self._say("deployment", "run", "ingest/ingest")

    def _say(self, *words: str) -> None:
        if code := self.spawn("prefect", *words).wait():
            raise SystemExit(f"prefect {' '.join(words)}: exit code {code}; its words are in {self.log}")

    def stop(self) -> int:
        """Ctrl-C for each. -> the worst exit code."""
        return max(end(self._worker, signal.SIGINT), end(self._server, signal.SIGINT))


def await_server(url: str, child: subprocess.Popen[bytes]) -> None:
    """Return when the server answers.

    Raises:
        SystemExit: its process ended, or it did not answer within three minutes.
    """
    deadline = time.monotonic() + 180
    while not Api(f"{url}/api").answers():
        if child.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"no server at {url}")
        time.sleep(0.5)


def end(child: subprocess.Popen[bytes] | None, number: int) -> int:
    """Send a signal where it still runs, and wait for the end. -> its exit code, or 99 where it had to be killed."""
    if child is None:
        return 0
    if child.poll() is None:
        child.send_signal(number)
    try:
        return child.wait(STOPPING)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return 99


def told_by(data_dir: Path) -> dict[str, set[str]]:
    """What the public views tell, as sets of identities; a row that is there twice is told as such."""
    return {kind: {str(row[0]) for row in look.sql(data_dir, query)[1]} for kind, query in _TOLD.items()}


def reference(room: Newsroom, instants: Sequence[datetime]) -> dict[str, set[str]]:
    """What plain polls, without Prefect, bring at these instants of the newsroom's day."""
    os.environ |= wire(room) | {"WRITETHRU_HOST_DELAY": "0"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (known.OUTLETS, known.AGENCIES, known.FEEDS):
            shutil.copyfile(sample_dir() / file, folder / file)
        for at in dict.fromkeys(instants):
            room.set_clock(at)
            use.poll_once(
                Settings.from_env(folder, os.environ), known.load(folder), datetime.now(tz=UTC), eager=True
            )
        return told_by(folder)
