"""A process that runs but does not answer is ended, so that it is started again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from pipeline.cli.processes import Child
from pipeline.cli.pulse import STUCK, Pulse
from pipeline.cli.serving import look_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


class Well:
    """What the two processes answer, by path; and how often they were asked."""

    def __init__(self, server: HTTPServer) -> None:
        self.status = {"/server": 200, "/worker": 200}
        self.asked: Counter[str] = Counter()
        for path in self.status:
            server.expect_request(path).respond_with_handler(lambda request: self._answer(request.path))

    def _answer(self, path: str) -> Response:
        self.asked[path] += 1
        return Response(status=self.status[path])


@pytest.fixture
def well(httpserver: HTTPServer) -> Well:
    """Both are well at first."""
    return Well(httpserver)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Child]:
    """A process that would run for ever."""
    child = Child(("http.server", "0", "--bind", "127.0.0.1"), {}, tmp_path / "log")
    yield child
    child.stop(0)


def pass_minutes(clock: Clock, minutes: int, worker: Child, pulses: tuple[Pulse, Pulse]) -> None:
    """Look after it every quarter of a minute."""
    for _ in range(4 * minutes):
        clock.now += 15.0
        look_after(worker, *pulses)
    if not worker.runs:
        worker.process.wait()


def pulses(httpserver: HTTPServer, clock: Clock) -> tuple[Pulse, Pulse]:
    """Of the worker, of the server."""
    return Pulse(httpserver.url_for("/worker"), clock), Pulse(httpserver.url_for("/server"), clock)


def test_a_worker_that_asks_for_work_is_left_alone(httpserver: HTTPServer, well: Well, worker: Child) -> None:
    """It is asked four times a minute, for ever."""
    clock = Clock()
    pass_minutes(clock, 10, worker, pulses(httpserver, clock))
    assert worker.runs
    assert well.asked == {"/worker": 40}


def test_a_worker_that_is_stuck_for_minutes_is_ended(
    httpserver: HTTPServer, well: Well, worker: Child
) -> None:
    """Five minutes are put up with, since the answer is late where the machine is."""
    clock = Clock()
    both = pulses(httpserver, clock)
    well.status["/worker"] = 503
    pass_minutes(clock, int(STUCK / 60), worker, both)
    assert worker.runs
    pass_minutes(clock, 1, worker, both)
    assert worker.process.wait(10) == -9


def test_a_worker_is_not_blamed_for_a_server_that_is_away(
    httpserver: HTTPServer, well: Well, worker: Child
) -> None:
    """Its minutes count from when the server is back."""
    clock = Clock()
    both = pulses(httpserver, clock)
    well.status |= {"/worker": 503, "/server": 503}
    pass_minutes(clock, 30, worker, both)
    well.status["/server"] = 200
    pass_minutes(clock, int(STUCK / 60), worker, both)
    assert worker.runs
    pass_minutes(clock, 1, worker, both)
    assert worker.process.wait(10) == -9
