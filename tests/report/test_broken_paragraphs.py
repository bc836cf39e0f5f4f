"""Splits, merges, moves and the update note, as every rendering of a diff shows them."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from pipeline.core.compare.compare import compare
from pipeline.report import html, json_, markdown, terminal
from pipeline.report.blocks import MOST_BLOCKS, blocks

if TYPE_CHECKING:
    from pipeline.report.rows import DiffPage

S = (
    "Crews reached the last of the stranded hikers on Mount Orrin early this morning, the rangers said.",
    "The rangers closed the trail in autumn after a slide took the bridge at the lower lodge.",
    "A new one would cost 48,000 crowns, and nobody in the valley has offered to pay.",
    "Mayor Ines Maro said the council would meet on Friday about it and hear the rangers.",
    "Two rescues were needed on the mountain last year, both of them in fair weather.",
    "The weather office had warned of the storm since Sunday, but few had heard of it.",
)
OLD = [S[0], f"{S[1]} {S[2]}", S[3], S[4], S[5]]
NEW = [S[5], S[0], S[1], S[2].replace("48,000", "52,000"), f"{S[3]} {S[4]}"]


@pytest.fixture
def page(diff_page: DiffPage) -> DiffPage:
    """A split with an edit, a merge and a move."""
    return replace(diff_page, comparison=compare(OLD, NEW))


def printed(page: DiffPage) -> str:
    """The diff as a pipe gets it."""
    one = Console(file=StringIO(), width=200, color_system=None)
    terminal.show_diff(one, page)
    assert isinstance(one.file, StringIO)
    return one.file.getvalue()


def test_pieces_are_shown_with_the_paragraph_they_belong_to(page: DiffPage) -> None:
    """One block for a split, one for a merge: no piece is shown as new or gone."""
    found = blocks(page.comparison.changes)
    assert [(b.form, b.change.op, b.old_places, b.new_places) for b in found if b.form != "fold"] == [
        ("change", "moved", (4,), (0,)),
        ("change", "edited", (1,), (2, 3)),
        ("change", "edited", (2, 3), (4,)),
        ("left", "moved", (4,), (0,)),
    ]


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_every_rendering_names_breaks_moves_and_the_update_note(page: DiffPage, form: str) -> None:
    """The same words in all of them, a paragraph mark where a break came or went."""
    text = {"terminal": printed, "markdown": markdown.diff, "html": html.diff}[form](page)
    for words in (
        "split and edited, was ¶2",
        "¶5 merged, was ¶3–¶4",
        "1 split off, 1 merged",
        "figure changed",
    ):
        assert words in text
    for words in ("RECASTS lead", "UPDATES figures"):
        assert words in text
    came, went = {
        "terminal": ("{+¶+}", "[-¶-]"),
        "markdown": ("<ins>**¶**</ins>", "<del>~~¶~~</del>"),
        "html": ("<ins>¶</ins>", "<del>¶</del>"),
    }[form]
    assert came in text
    assert went in text
    assert text.count("⇅1") >= 2 or text.count("⇅ 1") >= 2


def test_both_ends_of_a_move_lead_to_each_other(page: DiffPage) -> None:
    """By number, by address inside the page, and by an arrow that says which way."""
    text = html.diff(page)
    assert 'id="to-1"' in text
    assert 'href="#from-1"><b class="badge">⇅ 1</b> was ¶5 ↓' in text
    assert 'id="from-1"' in text
    assert 'href="#to-1"><b class="badge">⇅ 1</b> now ¶1 ↑' in text


def test_json_has_every_row_with_its_classes(page: DiffPage) -> None:
    """Pieces keep rows of their own there, and say what they are part of."""
    told = json_.diff(page)
    assert json.loads(json.dumps(told)) == told
    assert told["verbs"] == ["RECASTS", "UPDATES"]
    assert told["update_note"] == "RECASTS lead, UPDATES figures"
    rows = [(c["op"], c["class"], c["also"], c["part_of"]) for c in told["changes"]]
    assert ("edited", "figure-changed", ["paragraph-split"], None) in rows
    assert ("added", "paragraph-split", [], 1) in rows
    assert ("removed", "paragraphs-merged", [], 4) in rows
    (split,) = [c for c in told["changes"] if "paragraph-split" in c["also"]]
    assert ["insert", "¶ "] in split["words"]
    (piece,) = [c for c in told["changes"] if c["op"] == "added"]
    assert piece["words"] == [["equal", piece["new_text"]]]


def test_texts_that_differ_in_breaks_alone_say_so(diff_page: DiffPage) -> None:
    """Nobody is told that text was added."""
    text = printed(replace(diff_page, comparison=compare(OLD[:2], [S[0], S[1], S[2]])))
    assert "same words, other paragraph breaks (weight 0.02)" in text
    assert "0 added" in text


def test_a_page_of_thousands_of_paragraphs_is_bounded(diff_page: DiffPage) -> None:
    """What is left out is counted, and the JSON has it."""
    new = [
        f"Line {n} of the list, number {n}, with a word of its own, w{n}." for n in range(MOST_BLOCKS + 200)
    ]
    huge = replace(diff_page, comparison=compare(["Nothing here."], new))
    for text in (html.diff(huge), markdown.diff(huge), printed(huge)):
        assert "and 201 more pieces" in text
        assert "w1150" not in text
    assert len(json_.diff(huge)["changes"]) == MOST_BLOCKS + 201


def test_an_endless_headline_is_cut(diff_page: DiffPage) -> None:
    """A headline of ten thousand signs does not bury the diff."""
    side = replace(diff_page.newer, headline="word " * 2000)
    for text in (html.diff(replace(diff_page, newer=side)), markdown.diff(replace(diff_page, newer=side))):
        assert text.count("word") < 300


def test_text_from_right_to_left_turns_in_its_own_cell(diff_page: DiffPage) -> None:
    """Each cell takes its direction from its text."""
    text = html.diff(replace(diff_page, comparison=compare(["שלום לכולם היום."], ["שלום לכולם מחר."])))
    assert '<p dir="auto">' in text
