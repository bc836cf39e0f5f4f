"""Keep the data directory in order: one dense file, published, and no leftovers of processes that died."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import TYPE_CHECKING

from prefect import flow
from prefect.logging import get_run_logger
from prefect.states import Cancelled, Completed
from pydantic import AwareDatetime  # noqa: TC002

from flows.job import AnotherJobError, alone
from flows.shown import run_name
from flows.underway import clock, settings_of
from pipeline import run as use_cases
from pipeline.errors import NotFound
from pipeline.steps.checks import sized

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from pipeline.steps.upkeep import Upkeep

HOURS = 3600


@flow(
    name="maintain",
    flow_run_name=run_name,
    description="Learns furniture, compacts and publishes the database, clears up after dead processes. Deletes nothing.",
    persist_result=False,
    timeout_seconds=2 * HOURS,
    retries=2,  # the one thing that goes wrong by itself: a load has the database for longer than we wait
    retry_delay_seconds=600,
)
def maintain(
    data_dir: Path | None = None,
    now: AwareDatetime | None = None,
    dry_run: bool = True,  # noqa: FBT001, FBT002 - a parameter of the flow, given by name
) -> State[str]:
    """Learn furniture, compact the database, publish it anew, and remove temporary files that nobody uses any more.

    Captures, texts, findings and the archive stay, all of them.

    Args:
        data_dir: where the database is; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
        dry_run: only say what would be done; nothing is changed.

    Returns:
        What was done, or would be.
    """
    folder, moment = settings_of(data_dir).data_dir, now or clock()
    try:
        with alone():
            done = use_cases.maintain(folder, moment, apply=not dry_run)
    except AnotherJobError as error:
        return Cancelled(message=str(error))
    except NotFound as error:
        get_run_logger().warning("%s", error)
        return Completed(message="nothing is stored yet", data="nothing is stored yet")
    for line in _lines(done):
        get_run_logger().info("%s", line)
    said = "; ".join(_lines(done))
    return Completed(message=said, data=said)


def _lines(done: Upkeep) -> list[str]:
    """The same for both, so that a dry run reads as the deed."""
    size = sized(sum(orphan.size for orphan in done.orphans))
    left = f"{len(done.orphans)} temporary files ({size})"
    if done.after is None:
        return [
            f"dry run: would compact the database, {sized(done.private)} with {sized(done.free)} or more unused",
            f"would remove {left}",
        ]
    return [
        f"compacted: {sized(done.private)} to {sized(done.after)}",
        f"published: {sized(done.snapshot)}",
        f"removed {left}",
        f"learned furniture: {done.furniture.listed} paragraphs known, {done.furniture.learned} of them new",
    ]
