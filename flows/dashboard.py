"""Write the pages that people open in Prefect, from the published snapshot. Nothing is fetched or changed."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Prefect validates the parameters by their annotations
from typing import TYPE_CHECKING, Annotated

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.logging import get_run_logger
from pydantic import AwareDatetime, Field

from flows.shown import OVERVIEW, link, run_name, show_overview
from flows.underway import clock, settings_of
from pipeline.errors import NotFound
from pipeline.report import markdown, why
from pipeline.report.safe import visible
from pipeline.steps import look, look_why

if TYPE_CHECKING:
    from pipeline.report.rows import StoryRow

STORIES = "stories"
LISTED = 100  # stories in the list; each is one row of a table with search and paging
Top = Annotated[int, Field(ge=0, le=50)]


@flow(
    name="dashboard",
    flow_run_name=run_name,
    description="Writes the pages: /v2/artifacts/key/overview and /v2/artifacts/key/stories",
    persist_result=False,
)
def dashboard(data_dir: Path | None = None, now: AwareDatetime | None = None, top: Top = 5) -> list[str]:
    """Write the pages ``overview``, ``stories``, and ``story-<id>`` of the stories that changed last.

    Args:
        data_dir: where the database is; else WRITETHRU_DATA_DIR, else data/var of the working directory.
        now: the time of the run, with its zone; else the clock.
        top: how many stories get a page of their own, at least two outlets each.

    Returns:
        The keys of the pages.
    """
    folder = settings_of(data_dir).data_dir
    try:
        show_overview(folder, now or clock())
    except NotFound as error:
        get_run_logger().warning("%s", error)  # the first poll has not ended yet: nothing to show is no fault
        return []
    show_stories(look.stories(folder, top=LISTED))
    own = (
        [show_story(folder, row.story_id) for row in look.stories(folder, top=top, outlets=2)] if top else []
    )
    pages = [OVERVIEW, STORIES, *own]
    for key in pages:
        get_run_logger().info("Page: %s", link(key))
    return pages


def show_stories(rows: tuple[StoryRow, ...]) -> None:
    """Write the page ``stories``: the stories that changed last, cells as plain text."""
    create_table_artifact([_cells(row) for row in rows], key=STORIES, description="Stories that changed last")


def _cells(row: StoryRow) -> dict[str, str | int]:
    return {
        "changed": f"{row.last_changed_at:%Y-%m-%d %H:%MZ}" if row.last_changed_at else "–",
        "headline": visible(row.headline),
        "agency": visible(row.agency or "–"),
        "outlets": row.outlets,
        "versions": row.versions,
        "write-throughs": row.writethrus,
        "story": row.story_id,
    }


def show_story(data_dir: Path, story_id: str) -> str:
    """Write the page of one story. -> its key."""
    key = f"story-{story_id}"
    page = markdown.story(look.story(data_dir, story_id))
    reasons = why.markdown(look_why.why(data_dir, story_id))
    create_markdown_artifact(f"{page}\n{reasons}", key=key, description="A story and who runs which version")
    return key
