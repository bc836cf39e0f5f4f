"""Look again at pages whose time has come, without asking the feeds: the schedule of a page is its own."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import TYPE_CHECKING

from prefect import flow
from prefect.states import Cancelled
from pydantic import AwareDatetime  # noqa: TC002

from flows import tasks
from flows.events import tell_news
from flows.shown import run_name, show_overview, tell
from flows.underway import LIMIT, Batch, Underway, clock, closed_as_failed, finish, settings_of, world_of
from pipeline import run as use_cases
from pipeline.errors import StoreBusy

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from pipeline.model import RunLedger


@flow(
    name="revisit",
    flow_run_name=run_name,
    description="Looks again at pages whose time has come. Page: [overview](../../artifacts/key/overview)",
    persist_result=False,
    timeout_seconds=LIMIT,
)
def revisit(
    data_dir: Path | None = None,
    now: AwareDatetime | None = None,
    eager: bool = False,  # noqa: FBT001, FBT002 - a parameter of the flow, given by name
) -> State[RunLedger]:
    """Look again at the pages of live articles that are due.

    Args:
        data_dir: where database and archive are; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
        eager: look at every page that is watched, due or not.
    """
    settings = settings_of(data_dir)
    moment = now or clock()
    world = world_of(settings.data_dir, None)
    try:
        run = Underway(use_cases.start_poll(settings, world, moment, kind="revisit", eager=eager))
    except StoreBusy as error:  # a long job writes: the next run asks for all that is due then
        return Cancelled(message=str(error))
    with closed_as_failed(run):
        pages = tasks.list_revisits(run, Batch([], "pages"))
        tasks.take_pages(run, pages, use_cases.PAGE_BATCH)
        if not eager:
            tasks.take_moved(run, pages, use_cases.PAGE_BATCH)
        ledger = finish(run)
    tell_news(settings.data_dir, moment)
    show_overview(settings.data_dir, moment, use_cases.feeds_of(world))
    return tell(ledger)
