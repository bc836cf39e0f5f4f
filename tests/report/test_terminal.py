"""What stands in a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from pipeline.model import Change, Comparison
from pipeline.report import terminal
from pipeline.report.rows import CopyRow, DiffPage, Overview, StaleRow, StoryPage, StoryRow, TimelineRow

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console(width: int = 100, *, colour: bool = False) -> Console:
    """A console that writes to memory."""
    system = "truecolor" if colour else None
    return Console(file=StringIO(), width=width, color_system=system, force_terminal=colour)  # type: ignore[arg-type]  # rich's literal


def printed(one: Console) -> str:
    """What was written to it."""
    assert isinstance(one.file, StringIO)
    return one.file.getvalue()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_nothing_is_wider_than_the_terminal(
    width: int, diff_page: DiffPage, story_page: StoryPage, overview_page: Overview
) -> None:
    """From 80 to 140 columns no line breaks out."""
    one = console(width)
    terminal.show_diff(one, diff_page)
    terminal.show_story(one, story_page)
    terminal.show_overview(one, overview_page)
    assert max(map(len, printed(one).splitlines())) <= width


def test_words_are_marked_where_there_is_no_colour(diff_page: DiffPage) -> None:
    """Without colour the deleted and inserted words stand in brackets."""
    one = console()
    terminal.show_diff(one, diff_page)
    assert "would cost [-40-]{+14+} million" in printed(one)
    assert "{+Minister Ada Holm says the islands" in printed(one)
    assert "[-The talks start at noon.-]" in printed(one)


def test_colour_needs_no_brackets(diff_page: DiffPage) -> None:
    """With colour the words are struck or underlined, and never run into each other."""
    one = console(colour=True)
    terminal.show_diff(one, diff_page)
    assert "[-" not in printed(one)
    assert "40 14 million" in re.sub(r"\x1b\[[0-9;]*m", "", printed(one))


def test_no_color_of_the_reader_is_honoured() -> None:
    """NO_COLOR and pipes both mean marks."""
    assert terminal.plain(Console(file=StringIO(), no_color=True, force_terminal=True))
    assert terminal.plain(Console(file=StringIO(), color_system=None))
    assert not terminal.plain(console(colour=True))


def test_a_diff_says_where_everything_stands(diff_page: DiffPage) -> None:
    """Tally, moves with both places, and folded runs with their old places."""
    one = console()
    terminal.show_diff(one, diff_page)
    text = printed(one)
    for words in (
        "3 unchanged, 2 edited, 1 added, 1 removed, 1 moved",
        "two copies of one story, 1 h 52 min apart",
        "¶6 moved, was ¶7",
        "¶7 stood here, now ¶6",
        "¶3–¶4 unchanged (2 paragraphs, were ¶2–¶3)",
        "¶2 edited, was ¶1 · trim",
        "2031-03-04 04:00 EST",
    ):
        assert words in text


def test_a_text_that_was_not_captured_is_said_to_be_missing(story_page: StoryPage) -> None:
    """An event whose text nobody saw says so, with the source of its time."""
    one = console(140)
    terminal.show_story(one, story_page)
    [line] = [x for x in printed(one).splitlines() if "04:00" in x and "published" in x]
    assert "text not captured" in line
    assert "visible stamp" in line


def test_only_the_confirmed_are_called_stale(story_page: StoryPage) -> None:
    """The others are named with the reason why they are not accused."""
    one = console(140)
    terminal.show_story(one, story_page)
    accused, spared = printed(one).split("Not accused, and why:")
    assert "STALE Harbour Post" in accused
    assert "STALE" not in spared
    assert "“The ferry would cost 40 million crowns" in accused
    for outlet, why in (
        ("Portal One", "not looked at again"),
        ("Coast", "ends before"),
        ("Dale", "no answer"),
    ):
        [line] = [x for x in spared.splitlines() if outlet in x]
        assert why in line


def test_a_story_nobody_is_behind_in_says_so(story_page: StoryPage) -> None:
    """No stale rows is an answer, not a blank."""
    one = console()
    terminal.show_story(one, replace(story_page, stale=()))
    assert "No copy is behind the wire" in printed(one)


def test_hostile_text_stays_text(hostile: str) -> None:
    """Neither markup nor control characters of a headline take effect anywhere."""
    one = console(140)
    row = TimelineRow(None, hostile, hostile, hostile, captured=True, headline=hostile, url=hostile)
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
    page = StoryPage(hostile, hostile, hostile, None, None, (row,), (), (copy,), (stale,), hostile)
    terminal.show_story(one, page)
    one.print(terminal.stories([StoryRow(hostile, hostile, hostile, None, None, 1, 1, 1, 1)]))
    assert not CONTROL.search(printed(one))
    if hostile.startswith("[red]"):
        assert "[red]not markup[/red]" in printed(one)


def test_hostile_paragraphs_stay_text(diff_page: DiffPage, hostile: str) -> None:
    """The same in a diff's paragraphs."""
    one = console(140)
    change = Change("edited", 0, 0, hostile, hostile + " more", 0.9, hostile)
    fold = Change("unchanged", 1, 1, hostile, hostile, 1.0)
    comparison = Comparison((change, fold), (), headline_changed=False, weight=0)
    terminal.show_diff(one, replace(diff_page, comparison=comparison))
    assert not CONTROL.search(printed(one))


def test_an_overview_has_every_part(overview_page: Overview) -> None:
    """Stories, corrections, kills, failing feeds, items and findings."""
    one = console(140)
    terminal.show_overview(one, overview_page)
    for words in (
        "1 story moved",
        "13 items",
        "Corrections",
        "Kills",
        "timed out",
        "new-article",
        "zone-unknown",
    ):
        assert words in printed(one)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("In Paris, Ada set to talk", "Ada in Paris to talk", "[-In-] {+Ada in+} Paris[-, Ada set-] to talk"),
        ("a big ferry", "a ferry", "a [-big-] ferry"),
        ("a ferry", "a ferry.", "a ferry{+.+}"),
    ],
)
def test_marks_keep_single_blanks(diff_page: DiffPage, old: str, new: str, shown: str) -> None:
    """Words and marks are set apart by one blank, as in the texts."""
    one = console()
    comparison = Comparison((Change("edited", 0, 0, old, new, 0.8),), (), headline_changed=False, weight=0)
    terminal.show_diff(one, replace(diff_page, comparison=comparison))
    assert f"    {shown} " in printed(one)
