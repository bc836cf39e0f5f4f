"""Write the pages that people open in Prefect, from the published snapshot. Nothing is fetched or changed."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import TYPE_CHECKING, Annotated

from prefect import flow
from prefect.logging import get_run_logger
from prefect.states import Completed
from pydantic import AwareDatetime, Field

from flows.pages import KEPT, Pages, pages
from flows.shown import link, run_name, write_board
from flows.underway import clock, settings_of, world_of
from pipeline import run as use_cases
from pipeline.errors import BadConfig, NotFound
from pipeline.io.store import open_snapshot
from pipeline.report import phrases
from pipeline.report.board import board, frame, story
from pipeline.steps import look_board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection
    from prefect.client.schemas.objects import State

    from pipeline.model import Feed
    from pipeline.report.board.board import Board
    from pipeline.report.board.rows import Freshness

MOST = KEPT // 2  # stories a run may write; so that those the pages link to are never the ones that go
Top = Annotated[int, Field(ge=0, le=MOST)]


@flow(
    name="dashboard",
    flow_run_name=run_name,
    description=(
        "Writes the pages people open: [overview](../../artifacts/key/overview), "
        "[stories](../../artifacts/key/stories), [corrections](../../artifacts/key/corrections), "
        "[feeds](../../artifacts/key/feeds), [runs](../../artifacts/key/runs), and one of each story that moved."
    ),
    persist_result=False,
)
def dashboard(
    data_dir: Path | None = None, now: AwareDatetime | None = None, top: Top = 20
) -> State[list[str]]:
    """Write the pages ``overview``, ``stories``, ``corrections``, ``feeds``, ``runs``, and stories' own.

    Args:
        data_dir: where the database is; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
        top: how many stories' pages are written at most: those first that changed since their page was
            written, then those written longest ago.

    Returns:
        The keys of the pages that were written.
    """
    folder = settings_of(data_dir).data_dir
    made_at = clock()
    try:
        with open_snapshot(folder) as snapshot, pages() as there:
            fresh = look_board.freshness(snapshot, made_at, now or made_at)
            read = look_board.board(snapshot, fresh, _feeds(folder))
            own = _stories(snapshot, fresh, read, there, top)
            write_board(there, read, made_at)
            told = _told(read, own, there)
    except NotFound as error:
        get_run_logger().warning("%s", error)  # the first poll has not ended yet: nothing to show is no fault
        return Completed(message="Nothing is stored yet", data=[])
    return Completed(message=told, data=[*frame.PAGES, *own])


def _feeds(folder: Path) -> Sequence[Feed]:
    """The feeds that are polled now; none where the user's list cannot be read, which ingest reports."""
    try:
        return use_cases.feeds_of(world_of(folder, None))
    except BadConfig as error:
        get_run_logger().warning("%s", error)
        return ()


def _stories(
    snapshot: DuckDBPyConnection, fresh: Freshness, read: Board, there: Pages, top: int
) -> list[str]:
    """Write the pages of stories that the other pages name. -> their keys."""
    names = board.stories_named(read)
    marks = look_board.marks(snapshot, names)
    written = {key: (page.mark, page.written) for key, page in there.known.items()}
    chosen = board.to_write([n for n in names if n in marks], marks, written, top)
    keys = [frame.story_key(name) for name in chosen]
    there.ensure([*frame.PAGES, *keys])
    look_board.hold(snapshot, chosen)
    for name, key in zip(chosen, keys, strict=True):
        page = look_board.story(snapshot, fresh, name)
        there.write(key, story.render(page, there.links(key)), fresh.made_at.isoformat(), marks[name])
    there.drop_oldest()
    return keys


def _told(read: Board, own: Sequence[str], there: Pages) -> str:
    """Log where the pages are. -> what happened, in one line."""
    logger = get_run_logger()
    for key in own:
        logger.info("%s: %s", key, there.url(key))
    for key in frame.PAGES:
        logger.info("%s: %s", key, there.url(key))
    logger.info("Always at %s", link(frame.OVERVIEW))
    written = phrases.count(len(own), "story's page", "stories' pages")
    return f"{board.in_one_line(read)}; {written} written"
