"""Does it run for a long time? `writethru up` is driven for minutes against the sample wire on the loopback.

usage: long_run.py [--minutes 20] [--stock] [--kill] [--port N] [--keep DIR]

The newsroom answers for the sample's sites; its clock is moved from instant to instant of the sample's day, and a
complete poll is started by hand at each, while the schedules go on. `maintain`, `backfill` and `reprocess` are started
once, `ingest` twice while it runs. Checked: every schedule of ten minutes or less fired at least twice, no run stays
under way, the overlap is Cancelled, a run whose sources fail is Completed with findings, and the database holds the
very articles, versions and stories that plain polls without Prefect bring at the same instants.

--stock   a stock `prefect server start`, `prefect work-pool create`, `prefect deploy --all` and `prefect worker start`
--kill    SIGKILL of a flow's process, of the worker, of the server, of flow and worker, and of `up` itself, in turn:
          the state must be right within ten minutes, the next run complete, and nothing lost or doubled

Ends with Ctrl-C, and counts the processes that are left. One line a check; exit code 1 where one fails.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.material import kills
from benchmarks.material.prefect_api import ENDED, UNDER_WAY, Api, Thing, until
from benchmarks.material.running import Stock, System, Up, reference, told_by, wire
from pipeline import newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 600.0  # seconds a state may take to become right
START = 180.0  # seconds from the command to the first poll's end
OFTEN = 600.0  # seconds: schedules of this interval or less must fire twice
HOUR = timedelta(hours=1)
MEET = 2  # late runs that poll: the worker may ask for them in two parts
LEAD = 1  # the number of the story whose first page is asked by its address
OUTAGE = 5  # the number of the instant from which an outlet's servers answer nothing


class Checks:
    """What was checked, each told at once."""

    def __init__(self) -> None:
        self.failed = 0

    def hold(self, what: str, good: object, said: object = "") -> None:
        """Note one."""
        self.failed += not good
        print(
            f"{datetime.now(tz=UTC):%H:%M:%S} {'ok  ' if good else 'FAIL'} {what} {said}".rstrip(), flush=True
        )


class Drive:
    """A system under way, the wire it polls, and what is checked."""

    def __init__(self, system: System, room: newsroom.Newsroom, checks: Checks) -> None:
        self.system, self.room, self.checks = system, room, checks
        self.api = Api(f"{system.url}/api")
        self.polled: list[datetime] = []

    def begin(self) -> None:
        """Start it, and wait for the first poll and the first page."""
        began = time.monotonic()
        self.system.start()
        runs = self._first()
        self.checks.hold(
            "the first ingest is Completed", runs.get("done"), f"{time.monotonic() - began:.0f} s"
        )
        page = until(self._pages, lambda found: "overview" in found["keys"], START)
        keys = ", ".join(sorted(page.get("keys", ())))
        self.checks.hold(
            "the pages are there", "overview" in keys, f"{time.monotonic() - began:.0f} s: {keys}"
        )
        self.polled.append(self.room.now)

    def _first(self) -> Thing:
        return until(self._completed, lambda found: bool(found["done"]), START)

    def _completed(self) -> Thing:
        states = {"state": {"type": {"any_": ["COMPLETED"]}}}
        named = {"name": {"any_": ["ingest"]}}
        return {"done": self.api.all("flow_runs", flow_runs=states, flows=named)}

    def _pages(self) -> Thing:
        return {"keys": {str(one["key"]) for one in self.api.all("artifacts")}}

    def poll(self, at: datetime | None = None) -> Thing:
        """A complete poll by hand at an instant of the newsroom's day; overlaps with the schedule are tried again."""
        if at is not None:
            self.room.set_clock(at)
        deadline = time.monotonic() + PATIENCE
        while True:
            run = self.api.await_run(self.start_poll(), ENDED, PATIENCE)
            if run["state_type"] == "COMPLETED" or time.monotonic() > deadline:
                break
            time.sleep(2)
        self.polled.append(self.room.now)
        return run

    def running(self) -> str:
        """A complete poll under way, some seconds long; one that meets the schedule's own is tried again."""
        while True:
            run = self.start_poll()
            if self.api.await_run(run, {"RUNNING"} | ENDED, PATIENCE)["state_type"] == "RUNNING":
                return run
            time.sleep(2)

    def start_poll(self) -> str:
        """Start a complete poll by hand. -> the id of its run."""
        return self.api.start("ingest", {"eager": True, "revisits": True})

    def by_hand(self, name: str, parameters: Thing) -> None:
        """Start a deployment once, and wait for its end."""
        if name not in self.api.deployments():
            self.checks.hold(f"{name} by hand", good=False, said="no such deployment")
            return
        run = self.api.await_run(self.api.start(name, parameters), ENDED, PATIENCE)
        said = f"{run['state_type']}, {run['total_run_time']:.1f} s: {run['state'].get('message')}"
        self.checks.hold(f"{name} by hand", run["state_type"] == "COMPLETED", said)

    def overlap(self) -> None:
        """Two more polls while one runs: they are Cancelled, and it goes on.

        One that the worker takes up after the first has ended may complete; `apart` tells whether any two met.
        """
        first = self.running()
        more = [self.start_poll() for _ in range(2)]
        states = [self.api.await_run(one, ENDED, PATIENCE)["state_type"] for one in (first, *more)]
        good = (
            states[0] == "COMPLETED" and "CANCELLED" in states and set(states) <= {"COMPLETED", "CANCELLED"}
        )
        self.checks.hold("overlaps are Cancelled", good, states)

    def catch_up(self) -> None:
        """Twelve runs that are due since an hour, as after an outage: one or two poll, the rest are Cancelled."""
        now, deployment = datetime.now(tz=UTC), self.api.deployments()["ingest"]["id"]
        span = {"start_time": (now - HOUR).isoformat(), "end_time": (now - HOUR / 12).isoformat()}
        self.api.ask(f"/deployments/{deployment}/schedule", {**span, "max_runs": 12})
        ended = until(
            lambda: self._made_since(deployment, now), lambda found: set(found["states"]) <= ENDED, PATIENCE
        )
        took = (datetime.now(tz=UTC) - now).total_seconds()
        states = Counter(map(str, ended["states"]))
        good = set(states) == {"COMPLETED", "CANCELLED"} and states["COMPLETED"] <= MEET
        self.checks.hold("after an outage no stampede", good, f"{dict(states)} within {took:.0f} s")

    def _made_since(self, deployment: str, at: datetime) -> Thing:
        """The states of the runs that were made for the past since then."""
        runs = self.api.all("flow_runs", flow_runs={"deployment_id": {"any_": [deployment]}})
        late = [
            r
            for r in runs
            if r["auto_scheduled"] and _time(r["created"]) >= at > _time(r["expected_start_time"])
        ]
        return {"states": [run["state_type"] for run in late]}

    def apart(self) -> None:
        """No two runs of a deployment were under way at once."""
        started = [r for r in self.api.all("flow_runs") if r["start_time"] and r["state_type"] != "CANCELLED"]
        runs = sorted(started, key=lambda run: str(run["start_time"]))
        own = [
            [r for r in runs if r["deployment_id"] == one["id"]] for one in self.api.deployments().values()
        ]
        met = [
            b["name"]
            for each in own
            for a, b in pairwise(each)
            if not a["end_time"] or a["end_time"] > b["start_time"]
        ]
        self.checks.hold("no two runs of a deployment at once", not met, met or "")

    def outage(self, at: datetime) -> None:
        """Sources that fail make findings."""
        run = self.poll(at)
        message = str(run["state"].get("message"))
        good = run["state_type"] == "COMPLETED" and "finding" in message and "0 findings" not in message
        self.checks.hold(
            "sources that fail: Completed with findings", good, f"{run['state_type']}: {message}"
        )

    def settle(self) -> None:
        """Wait until no run is under way."""
        left = until(self._under_way, lambda found: not found["runs"], PATIENCE)
        said = [
            f"{run['name']} {run['state_name']}"
            for run in left.get("runs", [{"name": "?", "state_name": "?"}])
        ]
        self.checks.hold("no run stays under way", not said, said or "")

    def _under_way(self) -> Thing:
        return {"runs": self.api.all("flow_runs", flow_runs={"state": {"type": {"any_": sorted(UNDER_WAY)}}})}

    def schedules(self, minutes: float) -> None:
        """Each schedule of ten minutes or less fired at least twice."""
        runs = self.api.all("flow_runs")
        for name, one in sorted(self.api.deployments().items()):
            for interval in intervals(one):
                fired = [
                    r
                    for r in runs
                    if r["deployment_id"] == one["id"] and r["auto_scheduled"] and r["start_time"]
                ]
                wanted = 2 if minutes * 60 > 2 * interval else 0
                done = sum(run["state_type"] == "COMPLETED" for run in fired)
                said = f"every {interval:.0f} s: {len(fired)} started, {done} Completed"
                self.checks.hold(
                    f"the schedule of {name} fires", interval > OFTEN or len(fired) >= wanted, said
                )

    def table(self) -> None:
        """All runs by deployment."""
        runs = self.api.all("flow_runs", flow_runs={"state": {"type": {"any_": sorted(ENDED | UNDER_WAY)}}})
        print(f"\n{'deployment':<14}{'runs':>6}{'sched.':>8}  {'states':<52}{'median s':>9}")
        for name, one in sorted(self.api.deployments().items()):
            own = [run for run in runs if run["deployment_id"] == one["id"]]
            states = Counter(run["state_name"] for run in own)
            times = [run["total_run_time"] for run in own if run["state_type"] == "COMPLETED"]
            shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
            scheduled = sum(bool(run["auto_scheduled"]) for run in own)
            print(f"{name:<14}{len(own):>6}{scheduled:>8}  {shown:<52}{median(times) if times else 0:>9.1f}")
        tasks = Counter(str(task["flow_run_id"]) for task in self.api.all("task_runs"))
        print(
            f"task runs: {sum(tasks.values())}, at most {max(tasks.values(), default=0)} a run\n", flush=True
        )

    def stored(self) -> None:
        """The database holds what plain polls at the same instants bring."""
        ours, plain = told_by(self.system.data_dir), reference(self.room, self.polled)
        for kind in plain:
            lost, added = len(plain[kind] - ours[kind]), len(ours[kind] - plain[kind])
            said = f"{len(ours[kind])}: {lost} lost, {added} too many"
            self.checks.hold(f"{kind} are those of plain polls", ours[kind] == plain[kind], said)

    def finish(self) -> None:
        """Ctrl-C, and count what is left."""
        began = time.monotonic()
        code = self.system.stop()
        took = time.monotonic() - began
        left = self.system.left()
        self.checks.hold(
            "Ctrl-C leaves no process", not left and code == 0, f"{took:.1f} s, exit code {code} {left}"
        )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def intervals(deployment: Thing) -> list[float]:
    """The intervals of a deployment's schedules that are switched on, in seconds."""
    return [
        float(s["schedule"]["interval"])
        for s in deployment["schedules"]
        if s["active"] and "interval" in s["schedule"]
    ]


def drive(drive: Drive, minutes: float) -> None:
    """The drive proper."""
    end = time.monotonic() + 60 * minutes
    instants = drive.room.day.instants()
    drive.overlap()
    drive.by_hand("maintain", {})
    drive.by_hand("backfill", {"urls": [drive.room.day.pages_of(LEAD)[0].url]})
    drive.by_hand("reprocess", {})
    drive.catch_up()
    for number, at in enumerate(instants[1:], start=1):
        left = max(0.0, end - 60 - time.monotonic()) / (len(instants) - number)
        until_next = time.monotonic() + left
        if time.monotonic() > end:
            break  # a slow machine: the instants that are left are not needed
        if number == OUTAGE:
            drive.outage(at)
        else:
            drive.poll(at)
        time.sleep(max(0.0, until_next - time.monotonic()))
    time.sleep(max(0.0, end - time.monotonic()))


def main() -> int:
    """Read the options, drive, tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="an empty folder for the data; else a temporary one")
    told = parser.parse_args()
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also where a script's & made us ignore them: nothing may be left
        signal.signal(number, signal.default_int_handler)
    checks = Checks()
    with ExitStack() as stack:
        folder = told.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        room = stack.enter_context(newsroom.Newsroom(newsroom.load(), hang=2.5))
        make: Callable[..., System] = Stock if told.stock else Up
        system = make(folder, told.port, wire(room))
        stack.callback(system.stop)
        _run(Drive(system, room, checks), told.minutes, kill=told.kill)
    print(f"{checks.failed} checks failed")
    return int(checks.failed > 0)


def _run(driven: Drive, minutes: float, *, kill: bool) -> None:
    driven.begin()
    began = time.monotonic()
    if kill:
        kills.all_of(driven, driven.room.day.instants()[1:])
    else:
        drive(driven, minutes)
    driven.settle()
    if not kill:
        driven.apart()
    driven.schedules((time.monotonic() - began) / 60)
    driven.table()
    figures: dict[str, Any] = driven.system.figures()
    driven.finish()
    driven.stored()
    print(", ".join(f"{name}: {value}" for name, value in {**figures, **driven.system.cpu()}.items()))


if __name__ == "__main__":
    sys.exit(main())
