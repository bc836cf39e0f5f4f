"""Work done by processes that can be ended: what takes too long or too much is given up, and the rest goes on.

A thread cannot be stopped within a C library; `concurrent.futures` and loky cannot end one process and keep the others;
pebble can, but is LGPL. So it is done here: a worker is a process (`processes`) asked over a pair of sockets, one
piece at a time. It has timers of its own (`worker`), is killed from here if these do not end it, and is replaced when
there is work again. Workers are begun one by one as work goes on, since a fresh one costs a third of a second, and go by
themselves when nobody asks or the caller is gone.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from operator import length_hint
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pipeline.errors import WritethruError
from pipeline.io import processes
from pipeline.io.worker import READY, Limits, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.io.processes import Process

__all__ = ["Limits", "Lost", "Workers", "shared"]

MOST_WORKERS = 4  # a worker has 30 to 100 MB
PAYS_AFTER = 3.0  # seconds that those there have worked, and have yet to, before one more is begun: it costs half of one
AGAIN = 1.0  # seconds until it is thought over again whether one more pays
BEGIN = 60.0  # seconds in which a worker is ready, also on a machine that has much else to do
GRACE = 1.0  # seconds beyond its time, after which a worker whose timer has not ended it is killed
C = TypeVar("C")
T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")


def one_more_pays(took: float, workers: int, done: int, pieces: int) -> bool:
    """Whether one more worker is worth its beginning: there has long been work, and as much is left, if that is known.

    Args:
        took: seconds since the work began.
        workers: those there are.
        done: pieces done.
        pieces: how many there are in all; 0 where that is not known.
    """
    if took < workers * PAYS_AFTER:
        return False
    return not pieces or (pieces - done) * took >= PAYS_AFTER * max(done, 1)


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no result: the work raised, or ended with its worker. ``killed``: it was ended for what it took."""

    why: str
    killed: bool = False


@dataclass
class _Worker:
    """A process, its end of the pair of sockets, and the place of the piece it is at."""

    process: Process
    connection: Connection
    ready: bool = False
    knows: int = 0  # the call whose common part it was told
    at: int | None = None
    since: float = 0.0

    def end(self) -> int:
        """End it, and wait for it. -> its exit code, negative for a signal."""
        self.connection.close()
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()


@dataclass
class _Job:
    """The pieces of one call: those given and not done, those to be given again, the results; by place."""

    function: Callable[[Any, Any], Any]
    common: bytes
    instead: Callable[[Any, Lost], Any]
    number: int
    items: Iterator[tuple[int, Any]]
    begun: float
    given: dict[int, Any] = field(default_factory=dict)
    again: deque[int] = field(default_factory=deque)
    tried: set[int] = field(default_factory=set)
    done: dict[int, Any] = field(default_factory=dict)
    is_over: bool = False  # all pieces were given
    pieces: int = 0  # how many there are; 0 where that is not known before

    def next(self) -> int | None:
        """The place of the next piece; None where none is left to give."""
        if self.again:
            return self.again.popleft()
        for place, item in self.items:
            self.given[place] = item
            return place
        self.is_over = True
        return None

    def settle(self, place: int, result: Any) -> None:
        """A piece is done."""
        self.done[place] = result
        del self.given[place]

    def give_up(self, place: int, lost: Lost) -> None:
        """A piece has no result."""
        self.settle(place, self.instead(self.given[place], lost))


class Workers:
    """Processes for one kind of limits. Calls from several threads wait for each other.

    Args:
        limits: of each piece of work.
        most: processes at once; fewer are begun where there is little to do.
        alone: the caller has no threads, and none of a library's: workers are forks of it, begun in milliseconds.
    """

    def __init__(self, limits: Limits, most: int | None = None, *, alone: bool = False) -> None:
        self._limits = limits
        self._alone = alone and processes.CAN_FORK
        self._most = most or min(MOST_WORKERS, _cpus())
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()
        self._calls = 0

    def map(
        self,
        function: Callable[[T, C], R],
        items: Iterable[T],
        common: C,
        instead: Callable[[T, Lost], S],
    ) -> list[R | S]:
        """Do the work on each item.

        Args:
            function: of a module that can be imported, pickled by its name; gets an item and ``common``. If that
                module has a function ``prepare``, it is called first, and its time does not count.
            items: taken as there are workers for them; of a list it is known how much is left, and no worker is begun
                for the last few.
            common: what all items need; sent to each worker once.
            instead: what stands for a result where there is none; called here, with the item and the reason.

        Returns:
            For each item, in its place: the result, or what stands for it.

        Raises:
            WritethruError: no worker can be begun.
        """
        with self._lock:
            self._calls += 1
            begun = monotonic()
            job = _Job(function, pickle.dumps(common), instead, self._calls, iter(enumerate(items)), begun)
            job.pieces = length_hint(items)
            try:
                self._run(job)
            finally:  # where the caller was stopped, nothing of his is worked on any more
                for worker in [w for w in self._workers if w.at is not None]:
                    self._drop(worker)
        return [job.done[place] for place in range(len(job.done))]

    def close(self) -> None:
        """End all processes."""
        for worker in list(self._workers):
            self._drop(worker)

    def pids(self) -> list[int]:
        """The processes there are."""
        return [w.process.pid for w in self._workers]

    def _run(self, job: _Job) -> None:
        while True:
            self._hand_out(job)
            busy = {w.connection: w for w in self._workers if w.at is not None}
            if not busy:
                return
            for ready in wait(list(busy), self._patience(job)):
                self._take(busy[cast("Connection", ready)], job)
            for worker in [w for w in self._workers if w.at is not None and self._left(w) < 0]:
                self._lose(worker, job, killed=True)

    def _left(self, worker: _Worker) -> float:
        """Seconds until a busy worker is killed."""
        may_take = self._limits.wall + GRACE if worker.ready else BEGIN
        return worker.since + may_take - monotonic()

    def _patience(self, job: _Job) -> float:
        """Seconds until something is to be done even if no worker answers."""
        left = [self._left(w) for w in self._workers if w.at is not None]
        if not job.is_over and len(self._workers) < self._most:
            left.append(max(AGAIN, job.begun + len(self._workers) * PAYS_AFTER - monotonic()))
        return max(0.0, min(left))

    def _hand_out(self, job: _Job) -> None:
        """Give every idle worker a piece; begin one more where those there have long been busy."""
        while (idle := self._idle()) or self._may_grow(job):
            place = job.next()
            if place is None:
                return
            self._give(idle or self._begin(job.function), place, job)

    def _idle(self) -> _Worker | None:
        for worker in [w for w in self._workers if w.at is None]:
            if not worker.connection.poll():
                return worker
            self._drop(worker)  # nothing but its end can be there to read: it went, since nobody asked
        return None

    def _may_grow(self, job: _Job) -> bool:
        there = len(self._workers)
        took = monotonic() - job.begun
        return there < self._most and (not there or one_more_pays(took, there, len(job.done), job.pieces))

    def _begin(self, function: Callable[[Any, Any], Any]) -> _Worker:
        here, there = Pipe()
        with there:
            if self._alone and threading.active_count() == 1:
                load(function)
                process = processes.forked(there, [here, *(w.connection for w in self._workers)])
            else:
                process = processes.fresh(there)
        here.send(self._limits)
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, place: int, job: _Job) -> None:
        common = None if worker.knows == job.number else job.common
        worker.at, worker.since, worker.knows = place, monotonic(), job.number
        try:
            worker.connection.send((job.function, common, job.given[place]))
        except OSError:  # it went meanwhile, since it had nothing to do
            self._lose(worker, job)

    def _take(self, worker: _Worker, job: _Job) -> None:
        try:
            answer = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._lose(worker, job)
            return
        if answer == READY:
            worker.ready, worker.since = True, monotonic()
        elif worker.at is not None:
            place, worker.at = worker.at, None
            good, result = pickle.loads(answer)  # noqa: S301 - by our own worker
            if good:
                job.settle(place, result)
            else:
                job.give_up(place, Lost(result))

    def _lose(self, worker: _Worker, job: _Job, *, killed: bool = False) -> None:
        """A worker ended with its piece; where that was no matter of time, the piece is tried once more."""
        place, code = worker.at, self._drop(worker)
        if not worker.ready and not killed:
            raise WritethruError(
                f"{sys.executable}: a process to read pages in ended with {code} before it began; "
                "WRITETHRU_READERS=0 reads them in this one, where none can be stopped"
            )
        if place is None:
            return
        if killed or code in _TIMED_OUT:
            job.give_up(place, Lost(f"took longer than {self._limits.seconds:g} s", killed=True))
        elif place in job.tried:
            job.give_up(place, Lost(f"ended its process with {code}", killed=True))
        else:
            job.tried.add(place)
            job.again.append(place)

    def _drop(self, worker: _Worker) -> int:
        self._workers.remove(worker)
        return worker.end()


_TIMED_OUT = frozenset(
    -getattr(signal, name) for name in ("SIGPROF", "SIGALRM", "SIGXCPU") if hasattr(signal, name)
)


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_SHARED: dict[tuple[Limits, int | None, bool], Workers] = {}


def shared(limits: Limits, most: int | None = None, *, alone: bool = False) -> Workers:
    """The workers of this process under these limits: kept from call to call, ended when it ends."""
    if not _SHARED:
        atexit.register(_close_all)
    return _SHARED.setdefault((limits, most, alone), Workers(limits, most, alone=alone))


def _close_all() -> None:
    for workers in _SHARED.values():
        workers.close()
