"""Poll the feeds and the pages they list, and load what they bring.

Fetching and reading go in batches; writing is one load a batch in one place, since DuckDB has one writer. A source
that fails is a finding and the run is Completed; Failed means a fault of ours, and is in the ledger as failed too.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import TYPE_CHECKING, Annotated

from prefect import flow
from prefect.states import Cancelled
from pydantic import AwareDatetime, Field

from flows import tasks
from flows.events import tell_news
from flows.shown import run_name, show_overview, tell
from flows.underway import (
    LIMIT,
    Batch,
    Underway,
    batches,
    clock,
    closed_as_failed,
    finish,
    settings_of,
    world_of,
)
from pipeline import run as use_cases
from pipeline.errors import StoreBusy

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from pipeline.model import RunLedger
    from pipeline.steps.pages_due import PageTask

FeedKeys = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]


@flow(
    name="ingest",
    flow_run_name=run_name,
    description=(
        "Polls the feeds and the pages they list, and loads what is new. "
        "Page: [overview](../../artifacts/key/overview)"
    ),
    persist_result=False,
    timeout_seconds=LIMIT,
)
def ingest(
    data_dir: Path | None = None,
    now: AwareDatetime | None = None,
    eager: bool = False,  # noqa: FBT001, FBT002 - a parameter of the flow, given by name
    feeds: FeedKeys | None = None,
    revisits: bool = True,  # noqa: FBT001, FBT002
) -> State[RunLedger]:
    """Poll what is due: feeds, the pages they list, and the pages whose time for another look has come.

    Args:
        data_dir: where database and archive are; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
        eager: ask everything, due or not.
        feeds: keys of the only feeds to ask; else the user's own feeds, else the shipped list.
        revisits: also look again at known pages whose time has come.
    """
    settings = settings_of(data_dir)
    world = world_of(settings.data_dir, feeds)
    moment = now or clock()
    try:
        run = Underway(use_cases.start_poll(settings, world, moment, eager=eager))
    except StoreBusy as error:  # a long job writes: the next run asks for all that is due then
        return Cancelled(message=str(error))
    with closed_as_failed(run):
        pages = _listed(run)
        if revisits:
            pages += tasks.list_revisits(run, Batch(pages, "pages"))
        tasks.take_pages(run, pages, use_cases.PAGE_BATCH)
        if revisits and not eager:
            tasks.take_moved(run, pages, use_cases.PAGE_BATCH)
        ledger = finish(run)
    tell_news(settings.data_dir, moment)
    show_overview(settings.data_dir, moment, use_cases.feeds_of(world))
    return tell(ledger)


def _listed(run: Underway) -> list[PageTask]:
    """The pages to ask because a feed lists them."""
    pages: list[PageTask] = []
    for batch in batches(tasks.list_feeds(run), "feeds", use_cases.FEED_BATCH):
        for looks in use_cases.portions(tasks.fetch_feeds(run, batch)):
            pages = tasks.note_feeds(run, Batch(looks, "feeds"), Batch(pages, "pages"))
    return pages
