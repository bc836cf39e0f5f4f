"""The page `story-<id>`: who runs which write-through since when, what the newest one changed, why one story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report import markdown, md, why
from pipeline.report.board import frame

if TYPE_CHECKING:
    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import StoryDetail
    from pipeline.report.rows import StoryPage

BLOCKS = 25  # pieces of a comparison that a page shows


def render(page: StoryDetail, links: Links) -> str:
    """The page as Markdown."""
    story = _linked(page.story, links)
    parts = [
        *markdown.story_head(story),
        *markdown.story_body(story, page.since),
        _newest(page),
        *markdown.story_past(story),
        why.markdown(page.why).rstrip() if page.why else "",
        f"The same in a terminal: `writethru story {md.code(story.story_id).strip('`')} --why`",
    ]
    return frame.page(markdown.story_title(story), page.fresh, links, parts)


def _linked(page: StoryPage, links: Links) -> StoryPage:
    """The page with addresses of its translations' pages, where there are any."""
    return replace(
        page,
        translations=tuple(
            replace(t, address=links.addresses.get(frame.story_key(t.story_id))) for t in page.translations
        ),
    )


def _newest(detail: StoryDetail) -> str:
    """What the newest write-through changed, word by word; empty where there is only one."""
    page = detail.newest
    if page is None:
        return ""
    number = max((w.number for w in detail.story.writethrus), default=0)
    head = "\n\n".join([*markdown.diff_head(page), *markdown.diff_blocks(page, BLOCKS)]).rstrip()
    return f"## What write-through {number} changed\n\n{head}"
