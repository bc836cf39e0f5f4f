"""What prefect.yaml promises, without a server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with Prefect, without stubs
from prefect.flows import load_flow_from_entrypoint

from flows.automations import SILENCE, TAG
from pipeline.cli.serving import POOL, project_root
from pipeline.io.known import data_path

DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load(data_path("prefect.yaml").read_text(encoding="utf-8"))[
    "deployments"
]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda d: str(d["name"]))
def test_every_deployment_names_a_flow_and_parameters_it_has(
    deployment: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entrypoint is there from the project's folder, and takes what the deployment gives it."""
    monkeypatch.chdir(project_root())
    flow: Any = load_flow_from_entrypoint(deployment["entrypoint"])
    assert flow.name == deployment["name"]
    assert set(deployment.get("parameters", {})) <= set(flow.parameters.properties)


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda d: str(d["name"]))
def test_no_deployment_overlaps_itself(deployment: dict[str, Any]) -> None:
    """A run that is due while the one before works is cancelled, but an alert waits: each is about another story."""
    waits = deployment["name"] == "story-alert"
    strategy = "ENQUEUE" if waits else "CANCEL_NEW"
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": strategy}
    assert deployment["work_pool"]["name"] == POOL


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda d: str(d["name"]))
def test_a_switch_that_a_person_turned_stays_turned_and_automations_know_our_runs(
    deployment: dict[str, Any],
) -> None:
    """`active: true` in the file would switch a schedule on again at every start; the tag is what automations match."""
    assert all("active" not in schedule for schedule in deployment.get("schedules", []))
    assert deployment["tags"] == [TAG]
    assert deployment["work_pool"]["job_variables"]["env"] == {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60"}


def test_every_flow_run_says_that_it_lives_often_enough_for_the_automation() -> None:
    """Four heartbeats may get lost before a run is called dead."""
    env = DEPLOYMENTS[0]["work_pool"]["job_variables"]["env"]
    assert timedelta(seconds=int(env["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])) * 4 < SILENCE
