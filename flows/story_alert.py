"""Started by an event: write the page of the story it is about, and say in one line what happened."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import Annotated

from prefect import flow, runtime
from prefect.logging import get_run_logger
from pydantic import Field

from flows.pages import pages
from flows.underway import clock, settings_of
from pipeline.errors import NotFound
from pipeline.io.store import open_snapshot
from pipeline.report.board import frame, story
from pipeline.report.safe import cut, visible
from pipeline.steps import look, look_board

StoryId = Annotated[str, Field(pattern=r"^s[0-9a-hjkmnp-tv-z]{13}$")]
EventName = Annotated[str, Field(max_length=100)]
Said = Annotated[str, Field(max_length=5000)]
LINE = 500  # signs


def _name() -> str:
    told = runtime.flow_run.parameters
    return f"story-alert {told.get('story_id')} {str(told.get('event') or '').rpartition('.')[2]}".strip()


@flow(
    name="story-alert",
    flow_run_name=_name,
    description="Writes the page of a story that was corrected or killed.",
    persist_result=False,
    timeout_seconds=300,
    retries=2,
    retry_delay_seconds=20,  # a page is read from the published file; what can fail is the way to the server
)
def story_alert(
    story_id: StoryId, event: EventName = "", summary: Said = "", data_dir: Path | None = None
) -> str | None:
    """Write the page ``story-<id>`` of a story, and log what happened to it.

    Args:
        story_id: the story's public id, as ``s6tzcajhh3t1s1``.
        event: what happened, as ``writethru.story.corrected``.
        summary: the same for people.
        data_dir: where the database is; else WRITETHRU_DATA_DIR, else data/var of the working directory.

    Returns:
        The address of the page; None where the story is not known here.
    """
    logger = get_run_logger()
    try:
        address = _page(settings_of(data_dir).data_dir, story_id)
    except NotFound as error:  # the event is of another installation
        logger.warning("%s", visible(str(error)))
        return None
    logger.info("%s: %s Page: %s", event or "asked for", cut(visible(summary), LINE), address)
    return address


def _page(folder: Path, story_id: str) -> str:
    """Write the page of a story, by the id it has today. -> its address."""
    made_at = clock()
    with open_snapshot(folder) as snapshot, pages() as there:
        name = look.story_id(snapshot, story_id)
        key = frame.story_key(name)
        page = look_board.story(snapshot, look_board.freshness(snapshot, made_at, made_at), name)
        there.ensure([*frame.PAGES, key])
        mark = look_board.marks(snapshot, [name]).get(name, "")
        there.write(key, story.render(page, there.links(key)), made_at.isoformat(), mark)
        return there.url(key)
