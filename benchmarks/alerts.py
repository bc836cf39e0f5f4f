"""Does every correction and kill reach a person's webhook once? The sample day through the real flow on a real server.

usage: alerts.py [--keep DIR]

A Prefect server of its own is laid out by `flows.provision`, with the webhook and the notification automation sent to
receivers on the loopback. The day is polled by the real `ingest` flow; its last instant once more; everything is
reprocessed; and a run that died between sending and marking is played by taking the marks away. Then: exactly one event
came for each planted correction and kill, none came twice, and every event told in the database came. A worker runs
what the events started (`story-alert`), and its pages are there. One JSON object a line; exit code 1 where it is not so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.material.prefect_api import ENDED, Api
from benchmarks.material.receiver import Receiver
from pipeline.cli import prefect_server as ours
from pipeline.io.store import open_store
from pipeline.newsroom import Newsroom, load
from pipeline.newsroom.known import sample_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pipeline.newsroom import Day

HOOK, NOTE = "/hook", "/note"
PLANTED = {"correction": "writethru.story.corrected", "advisory": "writethru.story.killed"}
PATIENCE = 180.0
_ROOT = Path(__file__).parents[1]


def tell(**figures: object) -> None:
    """One JSON object a line."""
    print(json.dumps(figures, default=str), flush=True)


def lay(folder: Path) -> None:
    """The sample's own outlets, agencies and feeds."""
    for name in ("outlets.toml", "agencies.toml", "feeds.toml"):
        shutil.copyfile(sample_dir() / name, folder / name)


def polled(folder: Path, room: Newsroom, receiver: Receiver) -> Callable[[datetime], None]:
    """The flow, as a function of the time, on a server that is laid out."""
    # Prefect reads its variables when it is imported.
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: PLC0415

    from flows.ingest import ingest  # noqa: PLC0415
    from flows.provision import provision  # noqa: PLC0415

    begun = time.monotonic()
    done = provision(receiver.address(HOOK), receiver.address(NOTE))
    tell(provisioned=list(done.lines), seconds=round(time.monotonic() - begun, 1))

    def poll(at: datetime) -> None:
        room.set_clock(at)
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            ingest(data_dir=folder, now=at, eager=True)

    return poll


def forget_marks(folder: Path, day: Day) -> int:
    """Play a run that sent its news and died before it marked it. -> how much news that was."""
    last = day.instants()[-1]
    with open_store(folder, last) as store:
        rows = store._connection.execute(  # noqa: SLF001 - no use case does this
            "update facts.told set told_at = null, claimed_at = claimed_at - interval 1 hour "
            "where event in ('corrected', 'killed') returning event_id"
        ).fetchall()
    return len(rows)


def told(folder: Path, day: Day) -> set[str]:
    """The ids of the events that the database says were told."""
    with open_store(folder, day.instants()[-1]) as store:
        rows = store._connection.execute(  # noqa: SLF001 - as above
            "select event_id from facts.told where told_at is not null and event <> 'begun'"
        ).fetchall()
    return {row[0] for row in rows}


def judged(day: Day, got: Sequence[dict[str, Any]], in_database: set[str]) -> list[str]:
    """What is wrong with what came."""
    wrong = []
    for kind, event in PLANTED.items():
        wanted = Counter(line.url for line in day.planted if line.kind == kind)
        came = Counter(one["payload"]["url"] for one in got if one["event"] == event)
        if came != wanted:
            wrong.append(f"{event}: {dict(came)} came, {dict(wanted)} were planted")
    twice = [name for name, times in Counter(one["id"] for one in got).items() if times > 1]
    if twice:
        wrong.append(f"came twice: {twice}")
    if {one["id"] for one in got} != in_database:
        wrong.append("what came is not what the database says was told")
    return wrong


def started_by_events(api: Api, env: dict[str, str], wanted: int) -> list[str]:
    """Let a worker run what the events started. -> what is wrong with that."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "writethru"]
    worker = subprocess.Popen(
        command, env=env, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + PATIENCE
    try:
        while True:
            runs = [
                r
                for r in api.all("flow_runs")
                if r["deployment_id"] == api.deployments()["story-alert"]["id"]
            ]
            if len(runs) >= wanted and all(r["state_type"] in ENDED for r in runs):
                break
            if time.monotonic() > deadline:
                return [f"story-alert: {[(r['name'], r['state_name']) for r in runs]} after {PATIENCE:.0f} s"]
            time.sleep(1)
    finally:
        worker.kill()  # what it runs besides are scheduled polls of nothing; asked to end, it waits for them for minutes
        worker.wait()
    tell(story_alert=[(r["name"], r["state_name"]) for r in runs])
    wrong = [f"{r['name']}: {r['state_name']}" for r in runs if r["state_type"] != "COMPLETED"]
    pages = {a["key"] for a in api.all("artifacts")}
    missing = {f"story-{r['parameters']['story_id']}" for r in runs} - pages
    return wrong + [f"{len(runs)} alerts, not {wanted}"] * (len(runs) != wanted) + sorted(missing)


def drive(folder: Path) -> list[str]:
    """The whole of it. -> what is wrong."""
    port = ours.free_port()
    home = folder / "prefect"
    env = ours.environment(home, port, os.environ) | {
        "WRITETHRU_DATA_DIR": str(folder),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    }
    os.environ.update(env)
    day = load()
    with ours.Server(home, port, env) as server, Receiver() as receiver, Newsroom(day, hang=2.5) as room:
        server.wait()
        pairs = ",".join(f"{host}={address}" for host, address in room.connect_to.items())
        os.environ |= {"WRITETHRU_CONNECT_TO": pairs, "WRITETHRU_HOST_DELAY": "0", "WRITETHRU_TIMEOUT": "2"}
        poll = polled(folder, room, receiver)
        begun = time.monotonic()
        for at in day.instants():
            poll(at)
        receiver.quiet()
        got = receiver.got.get(HOOK, [])
        tell(
            day=f"{time.monotonic() - begun:.0f} s",
            polls=len(day.instants()),
            events=dict(Counter(e["event"] for e in got)),
        )
        wrong = judged(day, got, told(folder, day))
        again(folder, day, poll, receiver)
        wrong += [f"again: {line}" for line in judged(day, receiver.got.get(HOOK, []), told(folder, day))]
        notes = receiver.got.get(NOTE, [])
        tell(
            notes=len(notes), first=notes[0] if notes else None, largest=max(len(json.dumps(e)) for e in got)
        )
        wanted = sum(e["event"] != "writethru.story.updated" for e in got)
        wrong += [f"{len(notes)} messages for people, not {wanted}"] * (len(notes) != wanted)
        wrong += started_by_events(
            Api(f"{server.url}/api"), env, sum(e["event"] in PLANTED.values() for e in got)
        )
    return wrong


def again(folder: Path, day: Day, poll: Callable[[datetime], None], receiver: Receiver) -> None:
    """Everything that must tell nothing twice."""
    from flows.reprocess import reprocess  # noqa: PLC0415 - as above

    poll(day.instants()[-1])
    reprocess(data_dir=folder, now=day.instants()[-1])
    poll(day.instants()[-1])
    lost = forget_marks(folder, day)
    poll(day.instants()[-1])
    receiver.quiet()
    tell(again="polled, reprocessed, polled; then with the marks of a run that died", marks_taken_away=lost)


def main() -> int:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--keep", type=Path, help="an empty folder for what it leaves; else a temporary one")
    kept = parser.parse_args().keep
    place = nullcontext(str(kept)) if kept else tempfile.TemporaryDirectory()
    with place as name:
        folder = Path(name).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        lay(folder)
        wrong = drive(folder)
    tell(wrong=wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
