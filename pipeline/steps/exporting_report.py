"""The static site: a front page, a page a story, a page a kept pair of versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.io.store import fetch, hold_close, named_query, open_snapshot
from pipeline.report import html
from pipeline.report.rows import Overview
from pipeline.report.site import linked, site, slug
from pipeline.steps import look
from pipeline.steps.exporting_folder import OutFolder, Written, open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from pipeline.report.rows import DiffPage, StoryPage, StoryRow

FRONT = "index.html"
_OF_STORY = "story_id in (select s.story_id from stories as s)"
_OF_ARTICLE = "article_id in (select v.article_id from versions as v)"
_CLOSE = {  # what the pages are made of
    **dict.fromkeys(
        (
            "versions",
            "story_timeline",
            "writethrus",
            "stale_copies",
            "correction_uptake",
            "version_pairs",
            "translations",
        ),
        _OF_STORY,
    ),
    **dict.fromkeys(("articles", "aliases"), _OF_ARTICLE),
}
_EVERY = 1_000_000  # stories: more than fit one front page


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: the front page, stories and comparisons; ``left_out`` stories run at one outlet only."""

    index: Path
    stories: int
    diffs: int
    left_out: int
    files: tuple[Written, ...]


def report(
    data_dir: Path,
    folder: Path,
    now: datetime,
    *,
    everything: bool = False,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Report:
    """Write the site of what is stored, a story at a time.

    Args:
        data_dir: where the database is.
        folder: empty, not there yet, or filled by an earlier report; else ``force``.
        now: until when the front page speaks.
        everything: stories at one outlet too.
        force: write among files of others.
        progress: told how many stories are done, of how many.

    Raises:
        NotFound: nothing is stored yet.
        BadInput: the folder cannot be used.
    """
    rows = look.stories(data_dir, top=_EVERY)
    chosen = [r for r in rows if everything or r.outlets > 1]
    links = {r.story_id: f"stories/{slug(r.story_id)}.html" for r in chosen}
    out, diffs = open_folder(folder, force=force), 0
    with open_snapshot(data_dir) as connection:
        hold_close(connection, {"stories": f"outlets >= {1 if everything else 2}", **_CLOSE})
        for done, row in enumerate(chosen):
            progress(done, len(chosen))
            diffs += _story(connection, row, out, links.keys())
    front = replace(look.overview(data_dir, None, now), stories=tuple(chosen), since=_beginning(rows))
    out.text(FRONT, html.index(front, links=links))
    files = out.close("report", now)
    return Report(out.folder / FRONT, len(chosen), diffs, len(rows) - len(chosen), files)


def _beginning(rows: Sequence[StoryRow]) -> datetime | None:
    """Since when there is something to tell."""
    return min((at for r in rows if (at := r.first_published_at or r.last_changed_at)), default=None)


def _story(
    connection: duckdb.DuckDBPyConnection, row: StoryRow, out: OutFolder, written: Container[str]
) -> int:
    """The pages of one story; a pair that leads out of it (a text that was replaced) counts to it too."""
    page: StoryPage = linked(look.story_page(connection, row.story_id), written)
    kept = fetch(connection, named_query("keep_pairs"), {"story_id": row.story_id})
    pairs = dict.fromkeys((r["from_version"], r["to_version"]) for r in kept)
    diffs: list[DiffPage] = [
        replace(look.diff_page(connection, one, two, page.zone), story_id=row.story_id) for one, two in pairs
    ]
    pages = site(Overview(None, None), [page], diffs)
    for name in sorted(pages.keys() - {FRONT}):
        out.text(name, pages[name])
    return len(diffs)
