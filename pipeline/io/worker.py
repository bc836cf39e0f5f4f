"""The other end of `workers`: a process that does one piece of work after the other, within limits, until nobody asks.

It imports nothing but what the work needs. Its own timers end it, so that one whose parent was killed does not stay.
"""

from __future__ import annotations

import gc
import pickle
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

IDLE = 60.0  # seconds without work, after which a worker goes: another is begun when there is some
READY = b"ready"
YOUNG = 20_000  # objects made before cycles are looked for; a page makes some ten thousand
WHY = 200  # signs of an error that are told


class Limits(NamedTuple):
    """What one piece of work may take.

    ``seconds``: of the worker's CPU, which a busy machine does not use up; of wall, ``patience`` times as many.
    ``megabytes``: address space of the worker (`RLIMIT_AS`).
    """

    seconds: float = 5.0
    megabytes: int = 600
    patience: float = 6.0

    @property
    def wall(self) -> float:
        """Seconds of wall time."""
        return self.seconds * self.patience


def serve(connection: Connection) -> None:
    """Do what is asked until the other end is closed, or long nothing was asked.

    The first message is the `Limits`; each further one ``(function, common or None, item)``, ``common`` pickled by itself
    and kept until another comes. The answer to each is ``(True, result)`` or ``(False, why)``, pickled; before the first
    one `READY`, when all is loaded that the work needs and its time begins to count.
    """
    with suppress(EOFError, OSError):
        limits: Limits = connection.recv()
        _bind(limits)
        common, ready = None, False
        while connection.poll(IDLE):
            function, blob, item = connection.recv()
            common = pickle.loads(blob) if blob is not None else common  # noqa: S301 - by our own parent
            if not ready:
                load(function)
                _collect_seldom()
                connection.send_bytes(READY)
                ready = True
            _end_after(limits.seconds, limits.wall)
            answer = _answer(function, item, common)
            _end_after(0, 0)
            connection.send_bytes(answer)


def _answer(function: Callable[[Any, Any], Any], item: Any, common: Any) -> bytes:
    try:
        return pickle.dumps((True, function(item, common)))
    except Exception as error:  # noqa: BLE001 - told to the parent, which makes a finding of it
        return pickle.dumps((False, f"{type(error).__name__}: {error}"[:WHY]))


def load(function: Callable[[Any, Any], Any]) -> None:
    """Load what the work needs, before its time counts."""
    prepare = getattr(sys.modules[function.__module__], "prepare", None)
    if prepare:
        prepare()


def _collect_seldom() -> None:
    """What is loaded stays, and trees and records are freed without it: looking for cycles so often is for nothing."""
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


def _end_after(cpu: float, wall: float) -> None:
    """The system ends this process after so many seconds of CPU or of wall; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, cpu)
        signal.setitimer(signal.ITIMER_REAL, wall)


def _bind(limits: Limits) -> None:
    """Ctrl-C is the parent's business; more memory than is granted is a MemoryError."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = limits.megabytes * 1_000_000
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(
            resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def main() -> None:
    """Serve the connection whose number the command line gives."""
    serve(Connection(int(sys.argv[1])))
