"""What prefect.yaml promises, without a server."""

from __future__ import annotations

from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with Prefect, without stubs
from prefect.flows import load_flow_from_entrypoint

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
    """A run that is due while the one before works is cancelled; all go to the one pool."""
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert deployment["work_pool"]["name"] == POOL
