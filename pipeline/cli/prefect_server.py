"""A Prefect server of our own on the loopback, as a child process that is gone when we are.

Nothing here imports Prefect, which takes seconds: the server starts while the caller does other things.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from pipeline.cli.processes import Child
from pipeline.cli.pulse import Pulse
from pipeline.errors import BadConfig, WritethruError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType, TracebackType

HOST = "127.0.0.1"
SERVER = ("prefect", "server", "start")
_ALL = ("0.0.0.0", "::")  # noqa: S104 - what a person asked for
PATIENCE = 180.0  # seconds until the server must answer: the first start makes its database
STOPPING = 15.0  # seconds a server is given to end by itself; measured: 1 to 3
LARGEST_LOG = (
    10_000_000  # bytes; a larger one is put aside when the server starts, the one put aside before goes
)
_LOOK_EVERY = 0.1
_ELSEWHERE = (  # would send us, or our words, to another API
    "PREFECT_API_KEY",
    "PREFECT_API_AUTH_STRING",
    "PREFECT_CLIENT_CUSTOM_HEADERS",
    "PREFECT_PROFILE",
    "PREFECT_PROFILES_PATH",
)
# For months of running; a variable of the same name goes before each of them.
_FOR_MONTHS = {
    # Runs older than two weeks go, with their logs and pages: Prefect keeps them for ever. Our ledger (`runs`) stays.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(14 * 86_400),
    # Events are most of the database: Prefect keeps them for 7 days.
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D",
    # Task runs are written by the batch, not each state in a transaction of its own: SQLite has one writer.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "25",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "2",
    # Who holds a deployment's one slot must be known after a restart of the server, or it would end the runs that
    # are under way when they say that they still hold it. Prefect keeps it in memory.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # Runs say that they live once a minute, so that a dead one is found within ten; Prefect: every 3 minutes.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60",
}
# Where the server's database is, with the password; and addresses that are secrets, which are kept in its blocks.
_SERVERS_OWN = ("PREFECT_SERVER_DATABASE_", "PREFECT_API_DATABASE_")
_LAID_OUT = ("WRITETHRU_WEBHOOK_URL", "WRITETHRU_NOTIFY_URL")


def environment(home: Path, port: int, inherited: Mapping[str, str], host: str = HOST) -> dict[str, str]:
    """The environment of the server, its worker and its clients; other settings of Prefect are kept.

    Where the server asks for a password (PREFECT_SERVER_API_AUTH_STRING), its clients here know it.
    PREFECT_SERVER_DATABASE_CONNECTION_URL (or PREFECT_API_DATABASE_CONNECTION_URL, its former name) makes the
    server use PostgreSQL; else its database is the SQLite file ``prefect.db`` in ``home``.
    """
    kept = {name: value for name, value in inherited.items() if name not in _ELSEWHERE}
    own = {
        "PREFECT_HOME": str(home.absolute()),
        "PREFECT_API_URL": f"{address(host, port)}/api",
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
    }
    if password := inherited.get("PREFECT_SERVER_API_AUTH_STRING"):
        own["PREFECT_API_AUTH_STRING"] = password
    return {**_FOR_MONTHS, **kept, **own}


def address(host: str, port: int) -> str:
    """Where a server that listens on ``host`` is asked from this machine; ``0.0.0.0`` and ``::`` are all of them."""
    asked = HOST if host in _ALL else host
    return f"http://{f'[{asked}]' if ':' in asked else asked}:{port}"


def of_clients(env: Mapping[str, str]) -> dict[str, str]:
    """The same for who asks the server: without what it alone must know."""
    return {name: value for name, value in env.items() if not name.startswith(_SERVERS_OWN)}


def of_worker(env: Mapping[str, str]) -> dict[str, str]:
    """The same for the worker and its runs, which then cannot show any of the secrets."""
    return {name: value for name, value in of_clients(env).items() if name not in _LAID_OUT}


def port_is_free(port: int, host: str = HOST) -> bool:
    """Whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Any port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """A Prefect server, from the start (at once) and `wait` (until it answers) to the end of the context."""

    def __init__(
        self,
        home: Path,
        port: int,
        env: Mapping[str, str],
        host: str = HOST,
        program: Sequence[str] = SERVER,
    ) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.url = address(host, port)
        self.log = home / "server.log"
        self._arguments = [*program, "--host", host, "--port", str(port)]
        self._env = env
        self.pulse = Pulse(f"{self.url}/api/health")
        self.start()

    def start(self) -> Self:
        """Start it, or start it again."""
        self.child = Child(self._arguments, self._env, self.log)
        self.pulse.reset()
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.stop(STOPPING)

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.child.runs

    @property
    def ended_by(self) -> str:
        """How it ended, for people."""
        return self.child.ended_by

    def wait(self) -> None:
        """Return when it answers.

        Raises:
            WritethruError: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + PATIENCE
        while not self.pulse.answers():
            if not self.runs or time.monotonic() > deadline:
                raise WritethruError(f"the Prefect server did not start; its log is {self.log}")
            time.sleep(_LOOK_EVERY)

    def look_after(self) -> None:
        """Keep its log small; end it where it has not answered for minutes, so that its keeper starts it again."""
        if not self.runs or not self.pulse.is_due():
            return
        trim(self.log)
        if not self.pulse.answers() and self.pulse.is_stuck():
            self.child.process.kill()


def trim(log: Path, largest: int = LARGEST_LOG) -> None:
    """Put a log aside that has become larger than so many bytes, and empty it.

    A process that writes goes on: it was opened to append. Prefect logs a hundred lines each time that SQLite is
    locked, which it then tries again.
    """
    if log.stat().st_size > largest:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def command(arguments: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
    """Run a Python module to its end.

    Args:
        arguments: the module, and what it is told.
        env: its environment.
        cwd: where it works.

    Raises:
        WritethruError: it failed; the message has its last words.
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter with fixed arguments
        [sys.executable, "-m", *arguments],
        env=dict(env),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join((done.stdout + done.stderr).split())[-400:]
        raise WritethruError(f"`python -m {arguments[0]}` failed: {said}")


class Signals:
    """SIGINT and SIGTERM as they come in: the first ends what is done, those that come while it ends hurry it."""

    def __init__(self) -> None:
        self.asked = 0
        self._before: int | None = None  # how many had come when the end began

    def note(self, _number: int, _frame: FrameType | None) -> None:
        """The handler."""
        self.asked += 1
        if self._before is None:
            raise KeyboardInterrupt

    def ending(self) -> None:
        """From now on a signal interrupts nothing: the end must be orderly."""
        self._before = self.asked

    def hurry(self) -> bool:
        """Whether one came since."""
        return self._before is not None and self.asked > self._before


@contextmanager
def orderly_end() -> Iterator[Signals]:
    """SIGTERM ends us as Ctrl-C does, so that no child is left; children can be interrupted too."""
    signals = Signals()
    former = {number: signal.signal(number, signals.note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield signals
    except Exception as error:
        if signals.asked:  # DuckDB makes an error of its own of an interrupted query
            raise KeyboardInterrupt from error
        raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def require_free(port: int, host: str = HOST) -> None:
    """Raises BadConfig where the port is taken."""
    if not port_is_free(port, host):
        raise BadConfig(f"port {port} is taken: another server runs there; choose one with --port")
