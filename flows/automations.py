"""The automations that are shipped: what Prefect's server does by itself when events come, or fail to come.

`shipped` only describes them; `flows.provision` lays them out on a server.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prefect.automations import (
    AutomationCore,
    CallWebhook,
    ChangeFlowRunState,
    EventTrigger,
    Posture,
    SendNotification,
)
from prefect.client.schemas.objects import StateType

if TYPE_CHECKING:
    from uuid import UUID

TAG = "writethru"  # every deployment of prefect.yaml has it, and so has each of their runs
# Flow runs say every 60 s that they live (prefect.yaml sets it; Prefect's default is 180 s): four may get lost on
# the way to a server that restarts before a run is called dead.
SILENCE = timedelta(minutes=5)
# A worker needs seconds from taking a run to starting its process: one that has not after minutes is gone.
STUCK = timedelta(minutes=8)
_RUN = "prefect.flow-run.*"
_STORY = "writethru.story.*"

# The event as it is, for programs. Untrusted text is inside JSON strings only.
WEBHOOK_BODY = (
    '{"id": {{ event.id | string | tojson }}, "event": {{ event.event | tojson }}, '
    '"occurred": {{ event.occurred.isoformat() | tojson }}, "resource": {{ event.resource.id | tojson }}, '
    '"payload": {{ event.payload | tojson }}}'
)
NOTE_SUBJECT = "writethru: {{ event.payload.headline or event.payload.feed or event.event }}"
NOTE_BODY = "{{ event.payload.summary }}"


def shipped(
    webhook: UUID | None = None,
    notification: UUID | None = None,
    *,
    silence: timedelta = SILENCE,
    stuck: timedelta = STUCK,
) -> tuple[AutomationCore, ...]:
    """The automations a server should have.

    Args:
        webhook: the id of the block whose address is told every event; None: no such automation.
        notification: the id of the block that tells people of corrections, kills, stale copies and failing feeds.
        silence: how long a run may say nothing before it is called crashed; Prefect takes 10 s at least.
        stuck: how long a run may wait for its process.
    """
    found = [_silent(silence), _stuck(stuck)]
    if webhook:
        found.append(_webhook(webhook))
    if notification:
        found.append(_notification(notification))
    return tuple(found)


def _ours(name: str, description: str, after: set[str], within: timedelta, said: str) -> AutomationCore:
    """A run of ours of which no more is heard is Crashed, which also gives its concurrency slot back."""
    return AutomationCore(
        name=name,
        description=description,
        enabled=True,
        trigger=EventTrigger(
            after=after,
            expect={_RUN},
            match={"prefect.resource.id": _RUN},
            match_related={"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=within,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=said, force=False)],
    )


def _silent(within: timedelta) -> AutomationCore:
    minutes = f"{within.total_seconds() / 60:g} minutes"
    return _ours(
        "writethru-silent-runs",
        f"A run that has said nothing for {minutes} has crashed: its process or its machine is gone.",
        {"prefect.flow-run.Running", "prefect.flow-run.Retrying", "prefect.flow-run.heartbeat"},
        within,
        f"No sign of life for {minutes}: its process is gone. The next run takes up what it left.",
    )


def _stuck(within: timedelta) -> AutomationCore:
    minutes = f"{within.total_seconds() / 60:g} minutes"
    return _ours(
        "writethru-stuck-runs",
        f"A run that a worker took and did not start within {minutes} has crashed: its worker is gone.",
        {"prefect.flow-run.Pending", "prefect.flow-run.Submitting"},
        within,
        f"Taken by a worker and not started within {minutes}: the worker is gone.",
    )


def _webhook(block: UUID) -> AutomationCore:
    return AutomationCore(
        name="writethru-webhook",
        description="Sends every writethru event to the address in the block writethru-webhook, as JSON.",
        enabled=True,
        trigger=EventTrigger(
            expect={_STORY, "writethru.copy.stale", "writethru.feed.failing"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[CallWebhook(block_document_id=block, payload=WEBHOOK_BODY)],
    )


def _notification(block: UUID) -> AutomationCore:
    return AutomationCore(
        name="writethru-notification",
        description="Tells people of corrections, kills, stale copies and failing feeds, one message each.",
        enabled=True,
        trigger=EventTrigger(
            expect={
                "writethru.story.corrected",
                "writethru.story.killed",
                "writethru.copy.stale",
                "writethru.feed.failing",
            },
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[SendNotification(block_document_id=block, subject=NOTE_SUBJECT, body=NOTE_BODY)],
    )
