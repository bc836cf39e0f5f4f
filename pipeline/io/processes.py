"""Processes to work in: fresh interpreters, or copies of this one."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from typing import TYPE_CHECKING, Protocol

from pipeline.io.worker import serve

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"  # libraries there do not outlive it
_CHILD = "import sys; sys.path[:] = sys.argv[2:]; from pipeline.io.worker import main; main()"


class Process(Protocol):
    """What one has of a process, as `subprocess.Popen` has it: an exit code is negative for a signal."""

    pid: int

    def poll(self) -> int | None:
        """Its exit code, None while it is there."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> int:
        """Its exit code, once it has ended."""


def fresh(there: Connection) -> Process:
    """A new interpreter that serves a connection. It needs a third of a second, and nothing of what this one has."""
    import subprocess

    number = there.fileno()
    command = [sys.executable, "-P", "-S", "-c", _CHILD, str(number), *sys.path]  # -S: the path is told
    nothing = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        command, stdin=nothing, stdout=nothing, stderr=nothing, pass_fds=(number,)
    )


def forked(there: Connection, others: Iterable[Connection]) -> Process:
    """A copy of this process that serves a connection: there in milliseconds, with all that is loaded.

    Only for a process without threads, whose locks nobody would open again: not where DuckDB or Prefect was begun.

    Args:
        there: what it serves.
        others: connections of this process, which the copy must not hold open.
    """
    pid = os.fork()
    if pid:
        return _Fork(pid)
    code = 1
    try:
        for connection in others:
            connection.close()
        _say_nothing()
        serve(there)
        code = 0
    finally:
        os._exit(code)  # nothing of what the caller has yet to do is done here


def _say_nothing() -> None:
    """Read from nowhere, write to nowhere."""
    faulthandler.disable()  # it has a descriptor of its own
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)


class _Fork:
    """A child of this process, known by its number."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it is there."""
        return self._asked(os.WNOHANG)

    def kill(self) -> None:
        """End it at once."""
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        code = self._asked(0)
        return -signal.SIGKILL if code is None else code

    def _asked(self, options: int) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self.pid, options)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code
