"""All pages of the dashboard together: what is rendered, and which stories get a page of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report import phrases
from pipeline.report.board import corrections, feeds, frame, overview, runs, stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import CorrectionsPage, FeedsPage, OverviewPage, RunsPage, StoriesPage


@dataclass(frozen=True, slots=True)
class Board:
    """What the pages with fixed keys tell."""

    overview: OverviewPage
    stories: StoriesPage
    corrections: CorrectionsPage
    feeds: FeedsPage
    runs: RunsPage


def rendered(board: Board, links: Callable[[str], Links]) -> dict[str, str]:
    """The pages as Markdown by their keys; ``links`` gives the links of a page by its key."""
    return {
        frame.OVERVIEW: overview.render(board.overview, links(frame.OVERVIEW)),
        frame.STORIES: stories.render(board.stories, links(frame.STORIES)),
        frame.CORRECTIONS: corrections.render(board.corrections, links(frame.CORRECTIONS)),
        frame.FEEDS: feeds.render(board.feeds, links(frame.FEEDS)),
        frame.RUNS: runs.render(board.runs, links(frame.RUNS)),
    }


def stories_named(board: Board) -> list[str]:
    """Ids of the stories that deserve a page, each once: first where something is wrong, then what moves.

    A story that ran at one outlet, in one text, needs none: its article says it all.
    """
    return list(dict.fromkeys(name for name in _named(board) if name))


def _named(board: Board) -> Iterator[str]:
    yield from (a.story.story_id for a in board.overview.accused)
    yield from (n.story.story_id for n in board.overview.notices)
    yield from (c.story.story_id for c in board.corrections.corrections)
    yield from (k.story.story_id for k in board.corrections.kills)
    for moving in (*board.overview.moving, *board.stories.rows):
        if moving.story.outlets > 1 or moving.story.versions > 1 or moving.kills or moving.corrections:
            yield moving.story.story_id


def to_write(
    names: Sequence[str], marks: Mapping[str, str], written: Mapping[str, tuple[str, str]], top: int
) -> list[str]:
    """Which stories' pages to write now: those that would tell something else, in order, then some of the oldest.

    Args:
        names: the stories that deserve a page, what matters most first.
        marks: of each, what its page would tell now.
        written: by key of the pages there are, the mark and when it was written (ISO 8601).
        top: at most so many; a quarter of them at most because they are old: "behind for" grows with time.
    """
    kept = {name: written.get(frame.story_key(name), ("", "")) for name in names}
    changed = [name for name in names if kept[name][0] != marks[name]]
    same = sorted((name for name in names if kept[name][0] == marks[name]), key=lambda name: kept[name][1])
    return [*changed, *same[: max(0, top // 4 - len(changed))]][:top]


def in_one_line(board: Board) -> str:
    """What a run of the dashboard found, for people."""
    hour, now = board.overview.hour, board.overview.standing
    return ", ".join(
        [
            f"{phrases.count(hour.stories, 'story', 'stories')} moved in the last hour",
            f"{phrases.count(now.stale, 'copy', 'copies')} behind",
            f"{phrases.count(now.wrong + now.withdrawn, 'page')} wrong",
            f"{phrases.count(now.failing, 'feed')} failing",
        ]
    )
