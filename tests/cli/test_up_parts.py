"""How what died is started again, and how the processes of an `up` are known."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.cli import prefect_server as ours
from pipeline.cli import processes
from pipeline.cli.supervisor import MOST, WINDOW, Part, pause
from pipeline.errors import WritethruError

HOME = Path("home")


@dataclass
class Mortal:
    """A process that died."""

    runs: bool = False
    ended_by: str = "signal 9"


@dataclass
class Keeper:
    """Counts the starts of a process that dies at once."""

    told: list[str] = field(default_factory=list)
    starts: int = 0

    def start(self) -> Mortal:
        """One more."""
        self.starts += 1
        return Mortal()


def test_pauses_double_with_each_death_and_end_in_giving_up() -> None:
    """Five deaths within ten minutes are put up with, a sixth is not."""
    deaths = [float(n) for n in range(MOST + 1)]
    assert [pause(deaths[:n], 10.0) for n in range(1, MOST + 1)] == [1, 2, 4, 8, 16]
    assert pause(deaths, 10.0) is None


def test_a_death_of_long_ago_is_forgiven() -> None:
    """What dies once a day is always started again after a second."""
    assert pause([0.0, 1.0, 2.0, 3.0, 4.0, 2 * WINDOW], 2 * WINDOW) == 1
    assert pause([], 0.0) == 0


def test_a_part_is_started_when_its_pause_is_over_and_given_up_in_one_line() -> None:
    """The line names the part, how it ended, and where to look."""
    keeper = Keeper()
    part = Part("the worker", keeper.start, Mortal(), "what it said is above")
    part.look(100.0, keeper.told.append)
    part.look(100.5, keeper.told.append)
    assert keeper.starts == 0
    part.look(101.0, keeper.told.append)
    assert (keeper.starts, keeper.told) == (1, ["the worker ended by signal 9: starting it again in 1 s"])
    with pytest.raises(WritethruError, match=r"the worker ended 6 times within 10 minutes, .*above"):
        looked_at(part, keeper, seconds=300)
    assert keeper.starts == MOST


def looked_at(part: Part, keeper: Keeper, seconds: int) -> None:
    """Look at it once a second."""
    for second in range(seconds):
        part.look(102.0 + second, keeper.told.append)


def test_a_child_can_be_interrupted_though_its_parent_ignores_interrupts() -> None:
    """A script's `&` makes everything below it ignore SIGINT, by which a worker ends itself."""
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child = processes.Child(["timeit", "-n", "1", "-r", "1", "import time; time.sleep(60)"], os.environ)
    finally:
        signal.signal(signal.SIGINT, former)
    try:
        while Path(f"/proc/{child.process.pid}").exists() and b"timeit" not in _command(child):
            pass
        child.process.send_signal(signal.SIGINT)
        assert child.process.wait(10) != 0
    finally:
        child.stop(0)
    assert not child.runs


def _command(child: processes.Child) -> bytes:
    line = Path(f"/proc/{child.process.pid}/cmdline").read_bytes()
    return b"" if b"pipeline.cli.bound" in line else line


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found by /proc")
def test_marked_processes_are_found_whatever_session_they_are_in() -> None:
    """And ended, those that do not obey too."""
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    env = os.environ | {processes.MARK: "/a place"}
    with subprocess.Popen(
        [sys.executable, "-c", deaf], env=env, stdout=subprocess.PIPE, start_new_session=True
    ) as one:
        assert one.stdout
        one.stdout.readline()
        assert processes.marked("/a place") == [one.pid]
        assert processes.marked("/a place", [one.pid]) == processes.marked("/a") == []
        processes.end(lambda: [one.pid] if one.poll() is None else [], 0.2)
        assert one.wait(5) == -signal.SIGKILL


def test_what_a_person_set_goes_before_what_is_set_for_months() -> None:
    """And nothing that would send our words to another server is handed on."""
    given = {
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P30D",
        "PREFECT_API_KEY": "pnu_secret",
        "PREFECT_API_URL": "https://elsewhere.example/api",
    }
    env = ours.environment(HOME, 4200, given)
    assert env["PREFECT_SERVER_EVENTS_RETENTION_PERIOD"] == "P30D"
    assert env["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] == "true"
    assert env["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert "PREFECT_API_KEY" not in env


def test_the_password_of_a_server_is_known_to_its_clients() -> None:
    """One variable is enough, and a password for somewhere else is not used."""
    env = ours.environment(
        HOME, 1, {"PREFECT_SERVER_API_AUTH_STRING": "a:b", "PREFECT_API_AUTH_STRING": "c:d"}
    )
    assert env["PREFECT_API_AUTH_STRING"] == "a:b"
    assert "PREFECT_API_AUTH_STRING" not in ours.environment(HOME, 1, {"PREFECT_API_AUTH_STRING": "c:d"})


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),  # noqa: S104 - all networks is what is asked for
        ("10.1.2.3", "http://10.1.2.3:4200"),
        ("::1", "http://[::1]:4200"),
    ],
)
def test_a_server_is_asked_where_it_listens(host: str, asked: str) -> None:
    """All networks include this machine."""
    assert ours.address(host, 4200) == asked


def test_a_log_that_grew_is_put_aside_while_its_writer_goes_on(tmp_path: Path) -> None:
    """Months of warnings do not fill the disk."""
    log = tmp_path / "server.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 100)
        ours.trim(log, largest=100)
        assert log.stat().st_size == 100
        writer.write(b"x")
        ours.trim(log, largest=100)
        writer.write(b"more")
    assert log.read_bytes() == b"more"
    assert log.with_suffix(".log.1").stat().st_size == 101
