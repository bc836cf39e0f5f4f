"""A static site as text: whoever calls writes the files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report import html, phrases

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pipeline.report.rows import DiffPage, Overview, StoryPage

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def site(overview: Overview, stories: Sequence[StoryPage], diffs: Sequence[DiffPage] = ()) -> dict[str, str]:
    """All pages by their relative path (``/`` between folders): the front page, one a story, one a diff.

    Links are relative, so the site works from a folder, a server's sub-path or a ZIP file. A diff is listed on
    the page of the story it names.
    """
    links = {s.story_id: f"stories/{slug(s.story_id)}.html" for s in stories}
    pages = {"index.html": html.index(overview, links=links)}
    for story in (linked(one, links.keys()) for one in stories):
        own = {f"../{diff_path(d)}": diff_name(d) for d in diffs if d.story_id == story.story_id}
        pages[links[story.story_id]] = html.story(story, diffs=own, up="../index.html")
    for one in diffs:
        known = links.get(one.story_id or "")
        pages[diff_path(one)] = html.diff(one, up=f"../{known}" if known else "../index.html")
    return pages


def linked(page: StoryPage, written: Container[str]) -> StoryPage:
    """The page with addresses of its translations' pages, where the site has them (``written`` story ids)."""
    rows = (
        replace(t, address=f"{slug(t.story_id)}.html") if t.story_id in written else t
        for t in page.translations
    )
    return replace(page, translations=tuple(rows))


def diff_path(page: DiffPage) -> str:
    """Where the site keeps this diff."""
    return f"diffs/{slug(page.older.version_id)}-{slug(page.newer.version_id)}.html"


def diff_name(page: DiffPage) -> str:
    """How a link to this diff reads."""
    return f"{phrases.side(page.older, page.zone)} → {phrases.side(page.newer, page.zone)}"


def slug(name: str) -> str:
    """An id as part of a file's name: letters, digits, ``_`` and ``-``; other signs by their number."""
    return "".join(sign if sign in _PLAIN else f"-{ord(sign):x}-" for sign in name) or "none"
