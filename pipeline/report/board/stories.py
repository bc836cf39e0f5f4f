"""The page `stories`: what moves now, each with its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import md
from pipeline.report.board import frame
from pipeline.report.board.overview import moving

if TYPE_CHECKING:
    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import StoriesPage


def render(page: StoriesPage, links: Links) -> str:
    """The page as Markdown."""
    told = "The stories that changed last. W-t: states of the wire's text (write-throughs) seen so far."
    body = moving(page.rows, page.fresh, links) or "No story is known yet."
    tail = [
        md.more(page.total - len(page.rows), "writethru stories --top 500"),
        frame.without_page(links, (m.named for m in page.rows)),
    ]
    return frame.page("Stories", page.fresh, links, [told, body, *tail])
