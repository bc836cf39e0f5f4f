"""Processes that are gone when we are: children, all that they start, and what a killed `up` left behind.

Prefect's worker starts every flow run in a session of its own, so that no process group holds them all. They are
known by a mark in their environment instead, which is handed on to whatever they start (Linux; elsewhere only the
children themselves are known).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MARK = "WRITETHRU_UP"  # the variable that marks what belongs to one `up`; its value names the data directory
_PROC = Path("/proc")
_LOOK_EVERY = 0.1  # seconds
_LAST = 10.0  # seconds after SIGKILL; what a broken disk holds in the kernel is left to it


class Child:
    """A Python module running as a process of its own session, so that Ctrl-C in the terminal is ours alone."""

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
            [sys.executable, "-m", "pipeline.cli.bound", str(os.getpid()), *arguments],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
        )
        if out:
            out.close()

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def ended_by(self) -> str:
        """How it ended, for people: ``exit code 1``, ``signal 9``."""
        code = self.process.poll() or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def stop(self, patience: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Ask it to end, once, and end it where it has not within ``patience`` seconds or somebody is in a hurry.

        Once, since a second SIGTERM makes a Prefect worker kill itself without ending its runs.
        """
        deadline = time.monotonic() + patience
        self._signal(signal.SIGTERM)
        while self.runs and time.monotonic() < deadline and not hurry():
            time.sleep(_LOOK_EVERY)
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


def marked(value: str, apart_from: Iterable[int] = ()) -> list[int]:
    """The ids of all processes with this mark, without this one and those of ``apart_from``; [] without /proc."""
    wanted = f"{MARK}={value}".encode()
    known = {os.getpid(), *apart_from}
    found = [int(path.name) for path in _processes() if _has(path, wanted)]
    return [pid for pid in found if pid not in known]


def _processes() -> list[Path]:
    with suppress(OSError):
        return [path for path in _PROC.iterdir() if path.name.isdigit()]
    return []


def _has(process: Path, variable: bytes) -> bool:
    with suppress(OSError):  # it ended, or is somebody else's
        return variable in (process / "environ").read_bytes().split(b"\0")
    return False


def end(find: Callable[[], list[int]], patience: float, hurry: Callable[[], bool] = lambda: False) -> None:
    """Ask processes to end, and end those that have not within ``patience`` seconds.

    Args:
        find: which of them there are now.
        patience: seconds.
        hurry: whether to wait no longer.
    """
    send(find(), signal.SIGTERM)
    await_end(find, patience, hurry)
    deadline = time.monotonic() + _LAST
    while (left := find()) and time.monotonic() < deadline:
        send(left, signal.SIGKILL)
        time.sleep(_LOOK_EVERY)


def await_end(
    find: Callable[[], list[int]], patience: float, hurry: Callable[[], bool] = lambda: False
) -> None:
    """Return when no such process is left, after ``patience`` seconds, or when somebody is in a hurry."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not hurry() and find():
        time.sleep(_LOOK_EVERY)


def send(pids: Iterable[int], number: int) -> None:
    """Send a signal to processes, those that are gone excepted."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def reap(known: Iterable[int]) -> None:
    """As the first process of a container, take leave of orphans that ended: nobody else does."""
    if os.getpid() != 1:
        return
    with suppress(ChildProcessError):
        while gone := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if gone.si_pid in set(known):
                return  # its own keeper asks for it
            os.waitpid(gone.si_pid, 0)
