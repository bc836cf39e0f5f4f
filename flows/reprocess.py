"""Read everything again from the archive, tell what would come out differently today, and derive it all anew."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import TYPE_CHECKING

from prefect import flow
from prefect.logging import get_run_logger
from prefect.states import Cancelled
from pydantic import AwareDatetime  # noqa: TC002

from flows.job import AnotherJobError, Progress, alone
from flows.shown import run_name, tell
from flows.underway import clock, settings_of
from pipeline import run as use_cases
from pipeline.io import known
from pipeline.steps.reading import Readers

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from pipeline.model import RunLedger
    from pipeline.steps.rereading import Reprocessed

HOURS = 3600


@flow(
    name="reprocess",
    flow_run_name=run_name,
    description="Reads the archive again and derives everything anew. Page: [reprocess](../../artifacts/key/reprocess)",
    persist_result=False,
    timeout_seconds=24 * HOURS,
)
def reprocess(data_dir: Path | None = None, now: AwareDatetime | None = None) -> State[RunLedger]:
    """Read every capture's payload again, compare, and derive stories, comparisons and events anew.

    Stored texts stay as they are; nothing is fetched. A run that is stopped can be started again at any time.

    Args:
        data_dir: where database and archive are; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
    """
    settings = settings_of(data_dir)
    folder = settings.data_dir
    try:
        with alone():
            progress = Progress("reprocess", "reading the archive again")
            done = use_cases.reprocess(
                folder, known.load(folder), now or clock(), progress=progress, readers=Readers.of(settings)
            )
            progress.done(_sum(done))
    except AnotherJobError as error:
        return Cancelled(message=str(error))
    get_run_logger().info("%s", _sum(done))
    return tell(done.ledger)


def _sum(done: Reprocessed) -> str:
    moved = f"changed: {', '.join(done.moved)}" if done.moved else "no row changed"
    return (
        f"{done.captures:,} captures read again, {done.damaged:,} damaged, {done.differing:,} would differ; "
        f"{done.derived:,} articles derived anew, {moved}"
    )
