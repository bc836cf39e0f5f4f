"""Work in processes that can be ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import WritethruError
from pipeline.io import processes, workers
from pipeline.io.workers import Limits, Lost, Workers, one_more_pays
from tests.reading import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SHORT = Limits(seconds=0.25, patience=2.0)


@pytest.fixture(scope="module", params=[False, True], ids=["fresh", "forked"])
def two(request: pytest.FixtureRequest) -> Iterator[Workers]:
    """Two processes at most, with short patience."""
    found = Workers(SHORT, 2, alone=request.param)
    yield found
    found.close()


def do(
    workers: Workers, function: Callable[[Any, Any], Any], items: Iterable[Any], common: Any = None
) -> list[Any]:
    """Results, and what was lost in the places of what has none."""
    return workers.map(function, items, common, lambda _item, lost: lost)


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pids: list[int], within: float = 5.0) -> bool:
    """Whether processes end within some seconds."""
    end = time.monotonic() + within
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(alive, pids))


def test_results_stand_in_the_place_of_their_items(two: Workers) -> None:
    """Whichever process had them."""
    assert do(two, pieces.double, range(50), 3) == [3 * n for n in range(50)]
    assert do(two, pieces.double, [], 3) == []


def test_work_that_never_ends_is_ended_and_the_rest_goes_on(two: Workers) -> None:
    """What it took is told; another process does what comes after, with what all of it needs."""
    found = do(two, pieces.odd_ones_never_end, [0, 1, 2, 4])
    assert found == [0, Lost("took longer than 0.25 s", killed=True), 2, 4]
    assert do(two, pieces.double, [1, 2], 5) == [5, 10]


def test_work_that_waits_for_ever_is_ended_too(two: Workers) -> None:
    """Time goes by also where none is used."""
    begun = time.monotonic()
    [lost] = do(two, pieces.sleeps, [1])
    assert isinstance(lost, Lost)
    assert lost.killed
    assert time.monotonic() - begun < 5


def test_a_worker_whose_own_timer_fails_is_killed_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its limits say ten times as long as its caller has patience for."""
    monkeypatch.setattr(workers, "GRACE", -0.5)
    waits = Workers(Limits(seconds=0.3, patience=3.0), 1)
    begun = time.monotonic()
    [lost] = do(waits, pieces.sleeps, [1])
    waits.close()
    assert isinstance(lost, Lost)
    assert time.monotonic() - begun < 5


def test_work_that_takes_its_process_with_it_is_tried_once_more(two: Workers) -> None:
    """Then it is given up, and the rest goes on."""
    found = do(two, pieces.dies, [1, 2, 3, 4])
    assert [getattr(one, "killed", one) for one in found] == [True, 2, True, 4]


def test_work_that_raises_is_told_with_its_error(two: Workers) -> None:
    """The process goes on."""
    assert do(two, pieces.raises, [7]) == [Lost("ValueError: no 7")]


def test_work_that_takes_too_much_memory_is_refused() -> None:
    """More than was granted cannot be had."""
    few = Workers(Limits(megabytes=200), 1)
    try:
        small, large = do(few, pieces.eats, [1, 1_000])
    finally:
        few.close()
    assert small == 1_000_000
    assert isinstance(large, Lost)
    assert "MemoryError" in large.why


def test_a_process_is_kept_from_call_to_call_and_more_are_begun_only_where_it_pays(two: Workers) -> None:
    """A short call has one."""
    first, second = (do(two, pieces.who, range(5)) for _ in range(2))
    assert len({*first, *second}) <= 2
    assert first[0] in two.pids()


@pytest.mark.parametrize(
    ("took", "workers", "done", "pieces", "pays"),
    [
        (2.9, 1, 50, 500, False),  # there may be no more of it
        (3.0, 1, 50, 500, True),
        (3.0, 1, 90, 100, False),  # the last ten take a third of a second
        (3.0, 1, 50, 0, True),  # nobody knows how many
        (3.0, 2, 50, 500, False),
        (6.0, 2, 0, 2, True),  # both hang
    ],
)
def test_one_more_is_begun_for_what_is_left_not_for_the_last_few(
    took: float, workers: int, done: int, pieces: int, *, pays: bool
) -> None:
    """Half a second of CPU is worth it where three are left."""
    assert one_more_pays(took, workers, done, pieces) is pays


def test_a_process_that_went_since_nobody_asked_is_replaced(two: Workers) -> None:
    """Nobody notices."""
    two._begin(pieces.double)
    do(two, pieces.double, [1], 1)
    for worker in two._workers:
        worker.process.kill()
        worker.process.wait()
    assert do(two, pieces.double, [1, 2, 3], 2) == [2, 4, 6]


@pytest.mark.parametrize("alone", [False, True])
def test_no_process_is_left_when_the_workers_are_closed(*, alone: bool) -> None:
    """Neither idle ones nor busy ones."""
    some = Workers(SHORT, 2, alone=alone)
    do(some, pieces.double, range(3), 1)
    pids = some.pids()
    some.close()
    assert pids
    assert gone(pids)


CALLER = """
import sys
from pipeline.io.workers import Limits, shared
from tests.reading import pieces
workers = shared(Limits(seconds=0.3), 1, alone=sys.argv[2] == "forked")
workers.map(pieces.double, [1], 1, max)
print(workers.pids()[0], flush=True)
if sys.argv[1] == "busy":
    workers.map(pieces.sleeps, [1], 1, max)
input()
"""


@pytest.mark.parametrize("how", ["fresh", "forked"])
@pytest.mark.parametrize(("state", "number"), [("busy", 2), ("busy", 9), ("idle", 15)])
def test_no_process_is_left_when_the_caller_ends(state: str, number: int, how: str) -> None:
    """By Ctrl-C, SIGKILL or SIGTERM, at work or not."""
    command = [sys.executable, "-c", CALLER, state, how]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as caller:
        assert caller.stdout
        pid = int(caller.stdout.readline())
        caller.send_signal(number)
        caller.wait(10)
    assert gone([pid])


FORKS = """
import os, sys, threading
from pipeline.io.workers import Limits, Workers
from tests.reading import pieces
workers = Workers(Limits(), 1, alone=True)
if sys.argv[1] == "threads":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
print("forked: ", end="")
workers.map(pieces.double, [1], 1, max)
told = open(f"/proc/{workers.pids()[0]}/cmdline").read()
workers.close()
print(told == open("/proc/self/cmdline").read())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
@pytest.mark.parametrize(("state", "forked"), [("alone", "forked: True"), ("threads", "forked: False")])
def test_a_process_with_threads_is_never_forked(state: str, forked: str) -> None:
    """A lock that one of them holds would stay shut in the copy. And what a copy would still print, it does not."""
    command = [sys.executable, "-c", FORKS, state]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
    assert done.stdout.strip() == forked


def test_calls_from_several_threads_wait_for_each_other(two: Workers) -> None:
    """As the tasks of a flow may make them."""
    found: dict[int, list[int | Lost]] = {}

    def call(factor: int) -> None:
        found[factor] = do(two, pieces.double, range(20), factor)

    threads = [threading.Thread(target=call, args=(n,)) for n in (2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: [n * i for i in range(20)] for n in (2, 3, 4)}


def test_an_interpreter_that_cannot_begin_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every page would be told to be hostile."""
    monkeypatch.setattr(processes, "_CHILD", "raise SystemExit(3)")
    with pytest.raises(WritethruError, match=r"ended with 3 before it began; WRITETHRU_READERS=0"):
        do(Workers(SHORT, 1), pieces.double, [1], 1)
