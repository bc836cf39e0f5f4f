"""Take in what is there already: files and folders on the worker's machine, and pages named by their addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import available_timezones

from prefect import flow
from prefect.logging import get_run_logger
from prefect.states import Cancelled, Completed
from pydantic import AfterValidator, AwareDatetime, Field

from flows import tasks
from flows.events import tell_news
from flows.job import AnotherJobError, Progress, alone
from flows.shown import in_one_line, run_name, tell
from flows.underway import Underway, clock, closed_as_failed, finish, settings_of, world_of
from pipeline import run as use_cases
from pipeline.errors import BadInput
from pipeline.report.safe import visible
from pipeline.steps.inputs import Told
from pipeline.steps.reading import Readers

if TYPE_CHECKING:
    from datetime import datetime

    from prefect.client.schemas.objects import State

    from pipeline.model import RunLedger, World
    from pipeline.settings import Settings

HOURS = 3600
REFUSED_LOGGED = 20


def _zone(name: str) -> str:
    if name not in available_timezones():
        message = f"{name!r} is no zone of the IANA database, as America/Toronto is"
        raise ValueError(message)
    return name


Address = Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$", max_length=2000)]
Addresses = Annotated[list[Address], Field(max_length=2000)]
Paths = Annotated[list[Path], Field(max_length=1000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Zone = Annotated[str, AfterValidator(_zone)]


@flow(
    name="backfill",
    flow_run_name=run_name,
    description="Takes in files, folders and named pages. Page: [backfill](../../artifacts/key/backfill)",
    persist_result=False,
    timeout_seconds=24 * HOURS,
)
def backfill(
    paths: Paths | None = None,
    urls: Addresses | None = None,
    data_dir: Path | None = None,
    now: AwareDatetime | None = None,
    outlet: Name | None = None,
    timezone: Zone | None = None,
    captured_at: AwareDatetime | None = None,
) -> State[RunLedger]:
    """Take files into the pipeline as `writethru import` does, then ask the named pages, politely.

    Args:
        paths: files and folders on the worker's machine: pages, text captures, wire files, ``.jsonl`` records or
            manifests, each plain or gzipped.
        urls: addresses of pages to ask now, at most 2,000.
        data_dir: where database and archive are; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
        outlet: the outlet of files that name none.
        timezone: the IANA zone of stamps in files that name none.
        captured_at: when files that do not say so were captured.
    """
    if not paths and not urls:
        raise BadInput("name files or folders (paths), or addresses of pages (urls)")
    settings, moment = settings_of(data_dir), now or clock()
    world = world_of(settings.data_dir, None)
    try:
        with alone():
            progress = Progress("backfill", "beginning")
            done: dict[str, RunLedger] = {}
            if paths:
                say = Told(outlet, timezone, captured_at)
                done["files"] = _files(settings, world, moment, paths, say, progress)
            if urls:
                done["pages"] = _pages(settings, world, moment, urls, progress)
            said = "; ".join(f"{what}: {in_one_line(ledger)}" for what, ledger in done.items())
            progress.done(said)
    except AnotherJobError as error:
        return Cancelled(message=str(error))
    tell_news(settings.data_dir, moment)
    for ledger in done.values():
        tell(ledger)
    return Completed(message=said, data=ledger)


def _files(
    settings: Settings, world: World, now: datetime, paths: list[Path], say: Told, progress: Progress
) -> RunLedger:
    total = use_cases.count_inputs(paths)
    done = use_cases.import_paths(
        settings.data_dir,
        paths,
        say,
        world,
        now,
        progress=lambda at: progress("taking in files", at, total),
        readers=Readers.of(settings),
    )
    for refused in done.refused[:REFUSED_LOGGED]:
        get_run_logger().warning("%s", visible(refused.message))
    if len(done.refused) > REFUSED_LOGGED:
        get_run_logger().warning(
            "… and %d inputs more were refused: from findings", len(done.refused) - REFUSED_LOGGED
        )
    return done.ledger


def _pages(settings: Settings, world: World, now: datetime, urls: list[str], progress: Progress) -> RunLedger:
    run = Underway(use_cases.start_poll(settings, world, now, kind="backfill"))
    with closed_as_failed(run):
        pages = tasks.list_named(run, urls)
        for start in range(0, len(pages), use_cases.PAGE_BATCH):
            tasks.take_pages(run, pages[start : start + use_cases.PAGE_BATCH], use_cases.PAGE_BATCH)
            progress("asking pages", start + use_cases.PAGE_BATCH, len(pages))
        return finish(run)
