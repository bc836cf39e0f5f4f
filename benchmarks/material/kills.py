"""SIGKILL of each process in turn, and what must come of it."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from benchmarks.material.prefect_api import ENDED, until
from pipeline.cli import processes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from benchmarks.long_run import Drive
    from benchmarks.material.prefect_api import Thing

_INTO_IT = 3.0  # seconds into a run that is killed: among its pages
PATIENCE = 600.0  # seconds within which a state must be right
_FLOW, _WORKER, _SERVER = "PREFECT__FLOW_RUN_ID={run}", "prefect worker start", "prefect server start"
_SHOTS: tuple[tuple[str, tuple[str, ...], set[str]], ...] = (
    ("the flow's process", (_FLOW,), {"CRASHED"}),
    ("the worker", (_WORKER,), ENDED),
    ("the server", (_SERVER,), {"COMPLETED"}),
    ("flow and worker", (_FLOW, _WORKER), {"CRASHED"}),
)


def all_of(drive: Drive, instants: Sequence[datetime]) -> None:
    """Kill each in turn while a complete poll runs, at one instant of the newsroom's day each."""
    for (name, words, wanted), at in zip(_SHOTS, instants, strict=False):
        drive.room.set_clock(at)
        run = drive.running()
        time.sleep(_INTO_IT)
        found = [pid for word in words for pid in drive.system.pids(word.format(run=run))]
        began = time.monotonic()
        processes.send(found, signal.SIGKILL)
        state = _ended(drive, run)
        said = f"{state.get('state_name')} after {time.monotonic() - began:.0f} s: {_message(state)}"
        drive.checks.hold(
            f"SIGKILL of {name} ({len(found)})", found and state.get("state_type") in wanted, said
        )
        _next_completes(drive, began)
    _up_itself(drive, instants[len(_SHOTS)])


def _ended(drive: Drive, run: str) -> Thing:
    return until(lambda: drive.api.run(run), lambda found: found["state_type"] in ENDED, PATIENCE)


def _message(run: Thing) -> str:
    return str((run.get("state") or {}).get("message"))[:90]


def _next_completes(drive: Drive, began: float) -> None:
    until(lambda: {"there": drive.api.answers()}, lambda found: bool(found["there"]), PATIENCE)
    state = drive.poll()["state_type"]
    drive.checks.hold(
        "  the next poll completes", state == "COMPLETED", f"{time.monotonic() - began:.0f} s after"
    )


def _up_itself(drive: Drive, at: datetime) -> None:
    """What a killed `up` left ends, the next `up` comes up, and the run that was under way is told as crashed."""
    drive.room.set_clock(at)
    run = drive.running()
    time.sleep(_INTO_IT)
    began = time.monotonic()
    processes.send(drive.system.pids("benchmarks.material.command"), signal.SIGKILL)
    gone = until(lambda: {"left": drive.system.left()}, lambda found: not found["left"], 60)
    said = f"{time.monotonic() - began:.0f} s {gone['left']}"
    drive.checks.hold("SIGKILL of `up`: all it started ends", not gone["left"], said)
    drive.system.start()
    drive.checks.hold("  the next `up` comes up", good=True, said=f"{time.monotonic() - began:.0f} s after")
    state = _ended(drive, run)
    said = f"{state.get('state_name')} after {time.monotonic() - began:.0f} s: {_message(state)}"
    drive.checks.hold("  its run is told as ended", state.get("state_type") in ENDED, said)
    _next_completes(drive, began)
