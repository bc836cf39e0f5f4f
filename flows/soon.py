"""Let the schedules begin now: after `writethru up` nobody wants to wait five minutes for the first poll.

All interval schedules are moved by the same time, so that they keep their distances: two polls seldom meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.client.schemas.schedules import IntervalSchedule
from prefect.exceptions import ObjectNotFound

from pipeline.errors import WritethruError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.responses import DeploymentResponse

TAG = "writethru"  # every deployment of prefect.yaml has it


def begin(client: SyncPrefectClient, first: str, at: datetime) -> str:
    """Move all interval schedules so that one of them is due at an instant.

    Args:
        client: of the server.
        first: the deployment (``flow/deployment``) that is due then.
        at: the instant, with its zone.

    Returns:
        What was done, in one line; nothing is where a person gave the deployment another kind of schedule.

    Raises:
        WritethruError: there is no such deployment.
    """
    try:
        deployment = client.read_deployment_by_name(first)
    except ObjectNotFound as error:
        raise WritethruError(f"there is no deployment {first!r}") from error
    anchors = [schedule.anchor_date for _, schedule in _intervals(deployment)]
    if not anchors:
        return f"schedule of {first}: left as it is"
    for one in _ours(client):
        for schedule_id, schedule in _intervals(one):
            moved = schedule.model_copy(update={"anchor_date": schedule.anchor_date + (at - anchors[0])})
            client.update_deployment_schedule(one.id, schedule_id, schedule=moved)
            _schedule(client, one.id)
    return f"schedule of {first}: due at {at:%H:%M:%S}"


def _schedule(client: SyncPrefectClient, deployment_id: UUID) -> None:
    """Have the next runs made at once: the server's scheduler looks once a minute, and not at what was just moved."""
    client.request(
        "POST", "/deployments/{id}/schedule", path_params={"id": deployment_id}, json={"max_runs": 3}
    )


def _ours(client: SyncPrefectClient) -> list[DeploymentResponse]:
    return [one for one in client.read_deployments() if TAG in one.tags]


def _intervals(deployment: DeploymentResponse) -> Iterator[tuple[UUID, IntervalSchedule]]:
    for one in deployment.schedules:
        if isinstance(one.schedule, IntervalSchedule):
            yield one.id, one.schedule
