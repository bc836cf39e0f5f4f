"""What happens to the runs that came due while no worker was there? A day's worth of late runs, and then a worker.

usage: outage.py [--runs 96] [--deployment ingest] [--seconds 240]

A real server is laid out by `flows.provision`; its schedules are switched off. So many runs of a deployment are made that
were due 5 minutes apart, up to now: what eight hours without a worker leave behind. Then a worker starts, with feeds that
answer nothing. Told: how many of the runs really ran, how many were cancelled, how long it took, how many were under way
at once, and whether a run that is due afterwards still runs. One JSON object a line; exit code 1 where more than a tenth
of them ran, two ran at once, or any is left over.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.material.measure import tell
from benchmarks.material.prefect_api import ENDED, Api, Thing
from benchmarks.material.prefect_send import send
from pipeline.cli import prefect_server as ours

if TYPE_CHECKING:
    from collections.abc import Mapping

APART = timedelta(minutes=5)
_ROOT = Path(__file__).parents[1]
FEEDS = (
    '[[feed]]\nkey = "nobody"\nurl = "http://127.0.0.1:9/feed.xml"\noutlet = "Nobody"\nallow_private = true\n'
)


def lay_out(env: Mapping[str, str]) -> None:
    """The pool, the automations and the deployments, as a person lays them out."""
    subprocess.run(
        [sys.executable, "-m", "flows.provision"],
        env=dict(env),
        cwd=_ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def quiet(api: Api, name: str) -> None:
    """No schedule but ours: all deployments but one are paused, and that one's schedules are off; theirs go away."""
    for deployment in api.deployments().values():
        wanted = {"paused": deployment["name"] != name, "schedules": []}
        send(f"{api.url}/deployments/{deployment['id']}", wanted, "PATCH")


def late(api: Api, name: str, runs: int) -> list[str]:
    """Make runs that were due, the last of them now. -> their ids."""
    one, now = api.deployments()[name], datetime.now(tz=UTC)
    made = []
    for number in range(runs):
        due = (now - APART * (runs - 1 - number)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
        made.append(
            str(
                api.ask(f"/deployments/{one['id']}/create_flow_run", {"state": state, "parameters": {}})["id"]
            )
        )
    return made


def patiently(api: Api, runs: list[str]) -> list[Thing]:
    """The runs; a server that is busy is asked again."""
    while True:
        try:
            return api.all("flow_runs", flow_runs={"id": {"any_": runs}})
        except OSError:
            time.sleep(2)


def watch(api: Api, runs: list[str], seconds: float) -> dict[str, object]:
    """Until all have ended, or patience has."""
    begun, most = time.monotonic(), 0
    while True:
        found = patiently(api, runs)
        states = Counter(run["state_type"] for run in found)
        most = max(most, states["RUNNING"])
        if all(run["state_type"] in ENDED for run in found) or time.monotonic() - begun > seconds:
            ran = [run for run in found if run["state_type"] in ENDED - {"CANCELLED"}]
            return {
                "states": dict(states), "ran": len(ran), "at once": most, "seconds": round(time.monotonic() - begun),
            }  # fmt: skip
        time.sleep(0.5)


def main() -> int:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=96)
    parser.add_argument("--deployment", default="ingest")
    parser.add_argument("--seconds", type=float, default=240)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base, port = Path(name), ours.free_port()
        (base / "feeds.toml").write_text(FEEDS, encoding="utf-8")
        env = ours.environment(base / "prefect", port, os.environ) | {"WRITETHRU_DATA_DIR": str(base)}
        with ours.Server(base / "prefect", port, env) as server:
            server.wait()
            lay_out(env)
            api = Api(f"{server.url}/api")
            quiet(api, told.deployment)
            runs = late(api, told.deployment, told.runs)
            command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "writethru"]
            worker = subprocess.Popen(
                command, env=env, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                after = watch(api, runs, told.seconds)
                tell(late_runs=told.runs, **after)
                following = watch(api, late(api, told.deployment, 1), told.seconds)
                tell(the_next=following)
            finally:
                worker.kill()
                worker.wait()
    left = sum(count for state, count in after["states"].items() if state not in ENDED)  # type: ignore[attr-defined]
    return (
        1 if left or int(str(after["ran"])) > max(1, told.runs // 10) or int(str(after["at once"])) > 1 else 0
    )


if __name__ == "__main__":
    raise SystemExit(main())
