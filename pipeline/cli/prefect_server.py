"""A Prefect server of our own on the loopback, as a child process that is gone when we are.

Nothing here imports Prefect, which takes seconds: the server starts while the caller does other things.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self
from urllib.error import URLError
from urllib.request import urlopen

from pipeline.errors import BadConfig, WritethruError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType, TracebackType

HOST = "127.0.0.1"
PATIENCE = 180.0  # seconds until the server must answer: the first start makes its database
STOPPING = 15.0  # seconds a process is given to end by itself
_LOOK_EVERY = 0.1
_ELSEWHERE = (  # would send us, or our words, to another API
    "PREFECT_API_KEY",
    "PREFECT_API_AUTH_STRING",
    "PREFECT_CLIENT_CUSTOM_HEADERS",
    "PREFECT_PROFILE",
    "PREFECT_PROFILES_PATH",
)


def environment(home: Path, port: int, inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of the server, its worker and its clients; other settings of Prefect are kept."""
    kept = {name: value for name, value in inherited.items() if name not in _ELSEWHERE}
    own = {
        "PREFECT_HOME": str(home.absolute()),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
    }
    return {**kept, **own}


def port_is_free(port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Any port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Child:
    """A process with all that it starts; `stop` leaves none of them."""

    def __init__(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str],
        log: Path | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.log = log
        out = log.open("ab") if log else None
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter with fixed arguments
            [sys.executable, "-m", *arguments],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,  # Ctrl-C is ours: it stops the worker before the server
        )
        if out:
            out.close()

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask it and all its children to end, and end those that do not."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOPPING)
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            return


class Server:
    """A Prefect server, from `start` (at once) and `wait` (until it answers) to the end of the context."""

    def __init__(self, home: Path, port: int, env: Mapping[str, str]) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.url = f"http://{HOST}:{port}"
        self.log = home / "server.log"
        self._child = Child(
            ["prefect", "server", "start", "--host", HOST, "--port", str(port)], env, self.log
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.stop()

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._child.runs

    def wait(self) -> None:
        """Return when it answers.

        Raises:
            WritethruError: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + PATIENCE
        while not _answers(f"{self.url}/api/health"):
            if not self.runs or time.monotonic() > deadline:
                raise WritethruError(f"the Prefect server did not start; its log is {self.log}")
            time.sleep(_LOOK_EVERY)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback server
            return bool(answer.status == 200)  # noqa: PLR2004
    except (URLError, OSError):
        return False


def command(arguments: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
    """Run one `prefect` command to its end.

    Raises:
        WritethruError: it failed; the message has its last lines.
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter with fixed arguments
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        env=dict(env),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join((done.stdout + done.stderr).split())[-400:]
        raise WritethruError(f"`prefect {arguments[0]}` failed: {said}")


@contextmanager
def orderly_end() -> Iterator[None]:
    """SIGTERM ends us as Ctrl-C does, so that no child is left; children can be interrupted too."""
    asked: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    former = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except Exception as error:
        if asked:  # DuckDB makes an error of its own of an interrupted query
            raise KeyboardInterrupt from error
        raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def require_free(port: int) -> None:
    """Raises BadConfig where the port is taken."""
    if not port_is_free(port):
        raise BadConfig(f"port {port} is taken: another server runs there; choose one with --port")
