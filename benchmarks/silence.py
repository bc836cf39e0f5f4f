"""Is a run that fell silent called crashed, and one that lives not? The shipped automations, with short intervals.

usage: silence.py [--silence 20] [--stuck 15]

On a real server: a run that is Running and says nothing more; one that says every few seconds that it lives; one that a
worker took and did not start; one that ended well; and a silent one of somebody else, without our tag. Told: what became
of each, after how many seconds, and what becomes of a run that was called crashed and then says that it is completed.
One JSON object a line; exit code 1 where it is not as it should be.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.material.measure import tell
from benchmarks.material.prefect_api import Api
from benchmarks.material.prefect_send import send
from pipeline.cli import prefect_server as ours

WANTED = {
    "silent": "CRASHED",
    "living": "RUNNING",
    "stuck": "CRASHED",
    "ended": "COMPLETED",
    "not ours": "RUNNING",
}
BEAT = 4.0  # seconds between two signs of life


def made(api: Api, name: str, *states: str) -> str:
    """A run of ours (or not) that went through these states. -> its id."""
    tags = [] if name == "not ours" else ["writethru"]
    flow = api.ask("/flows/", {"name": "ingest"})["id"]
    run = str(
        api.ask("/flow_runs/", {"flow_id": flow, "name": name, "tags": tags, "state": {"type": "PENDING"}})[
            "id"
        ]
    )
    for state in states:
        api.ask(f"/flow_runs/{run}/set_state", {"state": {"type": state, "name": state.capitalize()}})
    return run


def beat(api: Api, run: str) -> None:
    """A sign of life, as a run gives it."""
    event: dict[str, Any] = {
        "id": str(uuid4()), "occurred": datetime.now(tz=UTC).isoformat(), "event": "prefect.flow-run.heartbeat",
        "payload": {},
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
        "related": [{"prefect.resource.id": "prefect.tag.writethru", "prefect.resource.role": "tag"}],
    }  # fmt: skip
    send(f"{api.url}/events", [event])


def watched(api: Api, runs: dict[str, str], seconds: float) -> dict[str, list[object]]:
    """Keep the living one alive for so long. -> state of each, and after how many seconds it was crashed."""
    begun, crashed, last = time.monotonic(), {}, 0.0
    while time.monotonic() - begun < seconds:
        if time.monotonic() - last > BEAT:
            last = time.monotonic()
            beat(api, runs["living"])
        for name, run in runs.items():
            if name not in crashed and api.run(run)["state_type"] == "CRASHED":
                crashed[name] = round(time.monotonic() - begun)
        time.sleep(0.5)
    return {name: [api.run(run)["state_type"], crashed.get(name)] for name, run in runs.items()}


def main() -> int:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--silence", type=float, default=20)
    parser.add_argument("--stuck", type=float, default=15)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home, port = Path(name), ours.free_port()
        env = ours.environment(home, port, os.environ)
        os.environ.update(env)
        with ours.Server(home, port, env) as server:
            server.wait()
            from prefect.client.orchestration import get_client  # noqa: PLC0415 - reads its variables when imported

            from flows.automations import shipped  # noqa: PLC0415

            silence, stuck = timedelta(seconds=told.silence), timedelta(seconds=told.stuck)
            with get_client(sync_client=True) as client:
                for automation in shipped(silence=silence, stuck=stuck):
                    client.create_automation(automation)
            time.sleep(5)  # the server takes up new automations
            api = Api(f"{server.url}/api")
            runs = {
                "silent": made(api, "silent", "RUNNING"), "living": made(api, "living", "RUNNING"),
                "stuck": made(api, "stuck"), "ended": made(api, "ended", "RUNNING", "COMPLETED"),
                "not ours": made(api, "not ours", "RUNNING"),
            }  # fmt: skip
            found = watched(api, runs, 3 * max(told.silence, told.stuck) + 30)
            api.ask(
                f"/flow_runs/{runs['silent']}/set_state",
                {"state": {"type": "COMPLETED", "name": "Completed"}},
            )
            tell(**found, then_says_it_is_completed=api.run(runs["silent"])["state_type"])
    return 0 if {name: state for name, (state, _) in found.items()} == WANTED else 1


if __name__ == "__main__":
    raise SystemExit(main())
