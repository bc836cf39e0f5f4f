"""Sites do not care how many processes of ours ask them: together they keep to one budget."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st
from werkzeug import Response

from pipeline.io.beside import Beside
from pipeline.io.pace import Pace

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

SITE = "news.example"
ROOT = Path(__file__).parents[2]
ASK = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from pipeline.io.answer import Request
from pipeline.io.http import Client
from pipeline.settings import Settings
from pipeline.steps.politeness import remembered
data_dir, url = Path(sys.argv[1]), sys.argv[2]
settings = Settings(data_dir, host_delay=0.4, robots=False, opt_outs=False, allow_private=True)
manners = remembered(data_dir, settings, datetime.now(tz=UTC))
answers = Client(settings, manners=manners).get_many([Request(f"{url}?{n}", "*/*", robots=False) for n in range(4)])
print([a.outcome.value for a in answers])
"""


class Hands:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """The reading."""
        return self.now


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 5)), min_size=1, max_size=40), st.floats(0.5, 5))
def test_several_processes_take_no_more_than_one_may(
    tmp_path_factory: object, tries: list[tuple[int, float]], delay: float
) -> None:
    """Of the requests of any T seconds at most ``burst + T / delay`` go, whoever sends them."""
    clock, data_dir = Hands(), tmp_path_factory.mktemp("var")  # type: ignore[attr-defined]  # a factory of pytest's
    paces = [Pace(delay, 2, clock, Beside(data_dir, 2, clock)) for _ in range(3)]
    taken = []
    for who, pause in tries:
        clock.now += pause
        if paces[who].take(SITE):
            taken.append(clock.now)
    for first, start in enumerate(taken):
        for count, end in enumerate(taken[first:], 1):
            assert count <= 2 + (end - start) / delay + 1e-6


def test_a_rest_that_one_was_asked_for_is_kept_by_all(tmp_path: Path) -> None:
    """Retry-After belongs to the site, not to who heard it."""
    clock = Hands()
    one, other = (Pace(2.0, 2, clock, Beside(tmp_path, 2, clock)) for _ in range(2))
    one.rest(SITE, 60)
    assert not other.take(SITE)
    assert other.resting(SITE) == 60
    assert other.take("other.example")


def test_a_clock_that_was_set_back_closes_no_site(tmp_path: Path) -> None:
    """A time of next week is none of a bucket's."""
    clock = Hands()
    one, other = (Pace(2.0, 2, clock, Beside(tmp_path, 2, clock)) for _ in range(2))
    one.rest(SITE, 60)
    clock.now -= 7 * 86_400
    assert other.take(SITE)


def test_places_are_for_all_and_come_back(tmp_path: Path) -> None:
    """A third request waits, whoever sends it."""
    one, other = Beside(tmp_path, 2), Beside(tmp_path, 2)
    first, second = one.place(SITE), other.place(SITE)
    assert first is not None
    assert second is not None
    assert one.place(SITE) is None
    assert one.place("other.example") is not None
    second.release()
    assert one.place(SITE) is not None


@dataclass
class Counting:
    """A server's own count: when it was asked, and by how many at a time."""

    at: list[float] = field(default_factory=list)
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, _request: object) -> Response:
        """Take a while."""
        with self.lock:
            self.at.append(time.monotonic())
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.3)
        with self.lock:
            self.now -= 1
        return Response("ok")


def test_two_processes_at_once_keep_one_budget_on_the_servers_side(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    """As feeds are polled while pages are looked at again: two requests under way at most, one every 0.4 s."""
    count = Counting()
    httpserver.expect_request("/").respond_with_handler(count.answer)
    command = [sys.executable, "-c", ASK, str(tmp_path), httpserver.url_for("/")]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    told = [one.communicate()[0].decode().strip() for one in both]
    assert told == [str(["ok"] * 4)] * 2
    assert count.most <= 2
    for first, start in enumerate(count.at):
        for asked, end in enumerate(count.at[first:], 1):
            assert asked <= 2 + (end - start + 0.1) / 0.4
