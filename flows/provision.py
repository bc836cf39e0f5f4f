"""Lay out on a Prefect server what the deployments need: pool, limits, automations, and the deployments themselves.

    PREFECT_API_URL=… python -m flows.provision [--webhook URL] [--notify URL] [--no-deploy] [--run ingest/ingest]

Only the API is used, so that a server of one's own and Prefect Cloud are alike. It may be run again at any time:
things are found by their names, never doubled, and what a person switched off, paused or limited stays so.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate, WorkPoolCreate
from prefect.client.schemas.filters import WorkPoolFilter, WorkPoolFilterName
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.types import SecretDict
from prefect.workers.process import ProcessWorker
from pydantic import AnyHttpUrl, SecretStr, TypeAdapter, ValidationError

from flows.automations import shipped
from flows.job import HEAVY
from flows.soon import begin
from flows.underway import clock
from pipeline.errors import BadConfig, WritethruError
from pipeline.io import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from prefect.blocks.core import Block
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.responses import DeploymentResponse
    from prefect.events.schemas.automations import Automation

POOL = "writethru"
# Runs at once: a run is a process of 150-300 MB, and after an outage all deployments are late together. Ingest,
# revisit and dashboard have room beside a backfill.
POOL_LIMIT = 5
WEBHOOK_BLOCK = "writethru-webhook"
NOTIFY_BLOCK = "writethru-notification"
AT_ONCE = timedelta(seconds=5)  # by then the run is there, and a worker can be
_MESSENGERS = (  # types of blocks that tell people something; a person may have saved any under our name
    *("custom-webhook", "slack-webhook", "mattermost-webhook", "ms-teams-webhook", "discord-webhook"),
    *("sendgrid-email", "opsgenie-webhook", "pager-duty-webhook", "twilio-sms"),
)
_ENV_WEBHOOK = "WRITETHRU_WEBHOOK_URL"
_ENV_NOTIFY = "WRITETHRU_NOTIFY_URL"
_PAGE = 200  # automations a request; the most the server gives


@dataclass(frozen=True, slots=True)
class Provisioned:
    """What was done, one line each: ``work pool writethru: there``, ``automation …: created``."""

    lines: tuple[str, ...]


def provision(
    webhook: str | None = None,
    notify: str | None = None,
    *,
    deploy: bool = True,
    prefect_file: Path | None = None,
    run: Sequence[str] = (),
    soon: str | None = None,
) -> Provisioned:
    """Create or update everything on the server of PREFECT_API_URL.

    Args:
        webhook: where every event is sent to as JSON. Kept in a block of the server, which encrypts it; None leaves
            what there is.
        notify: an incoming webhook of Slack, Mattermost or the like for messages to people; None as above.
        deploy: also lay out the deployments of ``prefect_file``. The working directory must hold `flows`.
        prefect_file: else the one that is shipped.
        run: deployments (``flow/deployment``) to start once now.
        soon: a deployment whose schedule is to be due now; the others keep their distance from it.

    Raises:
        BadConfig: an address that is none.
        WritethruError: the deployments could not be laid out.
    """
    done: list[str] = []
    with get_client(sync_client=True) as client:
        done += [_pool(client), _limit(client)]
        blocks = (_webhook_block(client, webhook), _notify_block(client, notify))
        done += _automations(client, shipped(*blocks))
        if deploy:
            with _choices_kept(client):
                _deploy(prefect_file or known.data_path("prefect.yaml"))
            done.append("deployments: laid out")
        done += [_start(client, name) for name in run]
        if soon:
            done.append(begin(client, soon, clock() + AT_ONCE))
    return Provisioned(tuple(done))


def _pool(client: SyncPrefectClient) -> str:
    """Settings of an existing pool are a person's business."""
    pool = WorkPoolCreate(
        name=POOL,
        type="process",
        description="Runs the flows of writethru as processes of the worker's machine.",
        base_job_template=ProcessWorker.get_default_base_job_template(),
        concurrency_limit=POOL_LIMIT,
    )
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return f"work pool {POOL}: there"
    return f"work pool {POOL}: created"


def _limit(client: SyncPrefectClient) -> str:
    try:
        client.read_global_concurrency_limit_by_name(HEAVY)
    except ObjectNotFound:
        client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=HEAVY, limit=1))
        return f"concurrency limit {HEAVY}: created"
    return f"concurrency limit {HEAVY}: there"


def _webhook_block(client: SyncPrefectClient, url: str | None) -> UUID | None:
    if url:
        _save(Webhook(url=SecretStr(_address(url))), WEBHOOK_BLOCK)
    return _block_id(client, WEBHOOK_BLOCK, "webhook")


def _notify_block(client: SyncPrefectClient, url: str | None) -> UUID | None:
    if url:
        block = CustomWebhookNotificationBlock(
            name="writethru",
            url="{{address}}",  # the address is often the secret itself: it stands with the encrypted values
            json_data={"text": "{{subject}}\n{{body}}"},
            secrets=SecretDict({"address": _address(url)}),
            headers=None,
            cookies=None,
        )
        _save(block, NOTIFY_BLOCK)
    for kind in _MESSENGERS:
        if found := _block_id(client, NOTIFY_BLOCK, kind):
            return found
    return None


def _save(block: Block, name: str) -> None:
    block.save(name, overwrite=True)


def _address(url: str) -> str:
    try:
        TypeAdapter(AnyHttpUrl).validate_python(url)
    except ValidationError as error:
        raise BadConfig("an address for events must begin with http:// or https://") from error
    return url


def _block_id(client: SyncPrefectClient, name: str, kind: str) -> UUID | None:
    with suppress(ObjectNotFound):
        return client.read_block_document_by_name(name, kind, include_secrets=False).id
    return None


def _automations(client: SyncPrefectClient, wanted: Sequence[AutomationCore]) -> list[str]:
    there = {found.name: found for found in reversed(list(_all_automations(client)))}
    return [_automation(client, one, there.get(one.name)) for one in wanted]


def _automation(client: SyncPrefectClient, wanted: AutomationCore, there: Automation | None) -> str:
    """An equal one is left alone: an update makes the server forget which runs it is waiting for."""
    if there is None:
        client.create_automation(wanted)
        return f"automation {wanted.name}: created"
    if _meaning(there) == _meaning(wanted):
        return f"automation {wanted.name}: there"
    client.update_automation(there.id, wanted.model_copy(update={"enabled": there.enabled}))
    return f"automation {wanted.name}: updated"


def _meaning(automation: AutomationCore) -> dict[str, Any]:
    """What an automation does, apart from whether it is switched on and what the server adds."""
    core = AutomationCore.model_validate(automation.model_dump(include=set(AutomationCore.model_fields)))
    return core.model_dump(exclude={"enabled", "owner_resource"})


def _all_automations(client: SyncPrefectClient) -> Iterator[Automation]:
    offset = 0
    while found := client.read_automations(limit=_PAGE, offset=offset):
        yield from found
        offset += len(found)


@contextmanager
def _choices_kept(client: SyncPrefectClient) -> Iterator[None]:
    """Laying out deployments switches them and their triggers on: what a person switched off is off again after."""
    off = {found.name for found in _all_automations(client) if not found.enabled}
    paused = [found.id for found in _deployments(client) if found.paused]
    yield
    for found in list(_all_automations(client)):
        if found.enabled and found.name in off and found.id:
            client.pause_automation(found.id)
    for key in paused:
        client.pause_deployment(key)


def _deployments(client: SyncPrefectClient) -> list[DeploymentResponse]:
    pool = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
    return client.read_deployments(work_pool_filter=pool, limit=_PAGE)


def _deploy(prefect_file: Path) -> None:
    """As `prefect deploy --all` does, in this process: another one would take seconds to import Prefect."""
    from prefect.cli import app

    former, said = sys.argv, StringIO()
    sys.argv = ["prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(prefect_file)]
    try:
        with redirect_stdout(said):
            app()
    except SystemExit as end:
        if end.code:
            why = " ".join(said.getvalue().split())[-400:]
            raise WritethruError(f"the deployments of {prefect_file} could not be laid out: {why}") from end
    finally:
        sys.argv = former


def _start(client: SyncPrefectClient, name: str) -> str:
    try:
        deployment = client.read_deployment_by_name(name)
    except ObjectNotFound as error:
        raise WritethruError(f"there is no deployment {name!r}") from error
    started = client.create_flow_run_from_deployment(deployment.id)
    return f"run {started.name}: started"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of this module; addresses also come from WRITETHRU_WEBHOOK_URL and WRITETHRU_NOTIFY_URL."""
    parser = argparse.ArgumentParser(
        prog="python -m flows.provision", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "--webhook", default=os.environ.get(_ENV_WEBHOOK), help="send every event there, as JSON"
    )
    parser.add_argument(
        "--notify", default=os.environ.get(_ENV_NOTIFY), help="send messages for people there"
    )
    parser.add_argument("--no-deploy", action="store_true", help="all but the deployments")
    parser.add_argument("--prefect-file", type=Path, help="else the prefect.yaml that is shipped")
    parser.add_argument(
        "--run", action="append", default=[], metavar="FLOW/DEPLOYMENT", help="start it once now"
    )
    parser.add_argument(
        "--soon", metavar="FLOW/DEPLOYMENT", help="let the schedules begin now, with this one"
    )
    told = parser.parse_args(arguments)
    try:
        done = provision(
            told.webhook,
            told.notify,
            deploy=not told.no_deploy,
            prefect_file=told.prefect_file,
            run=told.run,
            soon=told.soon,
        )
    except WritethruError as error:
        print(f"writethru: {error}", file=sys.stderr)  # noqa: T201 - a command line
        return 1
    print("\n".join(done.lines))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
