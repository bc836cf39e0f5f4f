"""The page `story-<id>`: who runs which write-through since when, what the newest one changed, why one story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import markdown, md, why
from pipeline.report.board import frame

if TYPE_CHECKING:
    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import StoryDetail
    from pipeline.report.rows import DiffPage

BLOCKS = 25  # pieces of a comparison that a page shows


def render(page: StoryDetail, links: Links) -> str:
    """The page as Markdown."""
    story = page.story
    parts = [
        *markdown.story_head(story),
        *markdown.story_body(story, page.since),
        _newest(page.newest),
        *markdown.story_past(story),
        why.markdown(page.why).rstrip() if page.why else "",
        f"The same in a terminal: `writethru story {md.code(story.story_id).strip('`')} --why`",
    ]
    return frame.page(markdown.story_title(story), page.fresh, links, parts)


def _newest(page: DiffPage | None) -> str:
    """What the newest write-through changed, word by word; empty where there is only one."""
    if page is None:
        return ""
    head = "\n\n".join([*markdown.diff_head(page), *markdown.diff_blocks(page, BLOCKS)]).rstrip()
    return f"## What the newest write-through changed\n\n{head}"
