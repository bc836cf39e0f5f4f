"""What stands in Prefect's artifacts."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import Change, Comparison
from pipeline.report import markdown
from pipeline.report.rows import CopyRow, DiffPage, StaleRow, StoryPage, TimelineRow


def test_words_carry_both_forms(diff_page: DiffPage) -> None:
    """Both of Prefect's interfaces show what was deleted and what came."""
    assert "would cost <del>~~40~~</del><ins>**14**</ins> million" in markdown.diff(diff_page)


def test_nothing_is_used_that_an_interface_strips(diff_page: DiffPage, story_page: StoryPage) -> None:
    """No style, mark, script or inline SVG."""
    pages = markdown.diff(diff_page) + markdown.story(story_page)
    assert not re.search(r"style=|<mark|<script|<svg", pages)
    assert "](data:image/svg+xml;base64," in pages


def test_tables_have_the_same_cells_in_every_row(story_page: StoryPage) -> None:
    """Every row of a table has as many cells as its head."""
    for table in re.findall(r"(?:^\|.*\n)+", markdown.story(story_page), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_the_accused_stand_first_and_the_others_say_why(story_page: StoryPage) -> None:
    """Only the confirmed copy is called stale, and only its wrong text is quoted."""
    rows = [x for x in markdown.stale(story_page.stale, None).splitlines() if "accused" in x or "STALE" in x]
    assert rows[0].startswith("- **STALE**: [Harbour Post](https://harbour.example/news/ferry-1)")
    assert all(x.startswith("- not accused: ") for x in rows[1:])


def test_hostile_text_makes_no_markup(diff_page: DiffPage, hostile: str) -> None:
    """A headline brings no tag, link, image, code or cell of its own."""
    row = TimelineRow(None, "published", "visible", hostile, captured=True, headline=hostile, url=hostile)
    stale = StaleRow(
        hostile,
        hostile,
        0,
        1,
        None,
        None,
        None,
        missing_correction=True,
        wrong_text=hostile,
        state="confirmed",
    )
    copy = CopyRow(hostile, hostile, (hostile,), 0, 0, 1, hostile)
    story = StoryPage(hostile, hostile, hostile, None, None, (row,), (), (copy,), (stale,))
    change = Change("edited", 0, 0, hostile, hostile + " more", 0.9, hostile)
    comparison = Comparison((change,), (), headline_changed=True, weight=0)
    side = replace(diff_page.older, outlet=hostile, headline=hostile, byline=hostile, url=hostile)
    pages = markdown.story(story) + markdown.diff(replace(diff_page, older=side, comparison=comparison))
    assert not re.search(r"<(?!/?(?:ins|del)>|br>)", pages)
    assert not re.search(r"(?<!\\)\]\((?!data:image/svg|https://valley\.example)", pages)
    assert "\x1b" not in pages
    for table in re.findall(r"(?:^\|.*\n)+", pages, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
