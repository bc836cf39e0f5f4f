"""Paragraphs split and merged, and sentences carried from one to another: the same words are no new text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.compare.compare import compare
from pipeline.core.compare.update_note import SAME_WORDS

if TYPE_CHECKING:
    from pipeline.model import Comparison

S = (
    "Crews reached the last of the stranded hikers on Mount Orrin early this morning.",
    "Eleven of them had spent two nights in a hut without a stove.",
    "The rangers closed the trail in autumn after a slide took the bridge.",
    "A new one would cost 48,000 crowns, and nobody has offered to pay.",
    "Mayor Ines Maro said the council would meet on Friday about it.",
    "Two rescues were needed on the mountain last year, both in fair weather.",
)
WIRE = [f"{S[0]} {S[1]}", f"{S[2]} {S[3]}", f"{S[4]} {S[5]}"]


def told(found: Comparison) -> list[tuple[str, int | None, int | None, str, int | None]]:
    """Op, places, class and what it is part of, of every row."""
    return [(c.op, c.from_position, c.to_position, c.kind, c.part_of) for c in found.changes]


def test_a_split_paragraph_is_edited_and_its_further_piece_is_part_of_it() -> None:
    """The piece that was cut off is an added row, but no new text."""
    found = compare(WIRE, [WIRE[0], S[2], S[3], WIRE[2]])
    assert told(found) == [
        ("unchanged", 0, 0, "", None),
        ("edited", 1, 1, "paragraph-split", None),
        ("added", None, 2, "paragraph-split", 1),
        ("unchanged", 2, 3, "", None),
    ]
    assert [s.change.op for s in found.sentences] == ["unchanged", "unchanged"]
    assert [(s.paragraph_from, s.paragraph_to) for s in found.sentences] == [(1, 1), (1, 2)]


def test_merged_paragraphs_are_edited_and_the_further_one_is_part_of_it() -> None:
    """Seen from the other side, two became one."""
    found = compare([WIRE[0], S[2], S[3], WIRE[2]], WIRE)
    assert told(found) == [
        ("unchanged", 0, 0, "", None),
        ("edited", 1, 1, "paragraphs-merged", None),
        ("removed", 2, None, "paragraphs-merged", 1),
        ("unchanged", 3, 2, "", None),
    ]


@pytest.mark.parametrize("back", [False, True])
def test_an_outlet_that_breaks_every_paragraph_runs_the_same_words(*, back: bool) -> None:
    """One sentence a paragraph against the wire's two, either way round."""
    old, new = (list(S), WIRE) if back else (WIRE, list(S))
    found = compare(old, new)
    assert found.weight == 0.02
    assert (found.verbs, found.update_note) == ((), SAME_WORDS)
    assert {s.change.op for s in found.sentences} == {"unchanged"}


def test_a_figure_corrected_in_a_split_paragraph_is_still_seen() -> None:
    """The split is named beside the edit, and the sentence tells where."""
    found = compare(WIRE, [WIRE[0], S[2], S[3].replace("48,000", "52,000"), WIRE[2]])
    edited = found.changes[1]
    assert (edited.op, edited.kind, edited.also) == ("edited", "figure-changed", ("paragraph-split",))
    assert [(s.change.op, s.change.kind, s.paragraph_to) for s in found.sentences] == [
        ("unchanged", "", 1),
        ("edited", "figure-changed", 2),
    ]


def test_a_paragraph_put_between_two_pieces_is_new_and_they_are_not() -> None:
    """An outlet's own line does not hide the split around it."""
    found = compare(WIRE, [WIRE[0], S[2], "Our reporter asked the lodge.", S[3], WIRE[2]])
    assert told(found)[1:4] == [
        ("edited", 1, 1, "paragraph-split", None),
        ("added", None, 2, "background-added", None),
        ("added", None, 3, "paragraph-split", 1),
    ]


def test_a_new_lead_in_the_words_of_the_old_one_is_no_piece_of_it() -> None:
    """The old lead, pushed down almost as it was, is edited; what stands above it is new."""
    old = (
        "Pella Oil chairman J. Hugh Liss said the company has made several proposals to Tarco to settle a 9.13 billion "
        "dollar judgment awarded to Pella, and that Tarco had refused all of them so far."
    )
    lead = "Pella said that Tarco had made four proposals to settle the billion dollar judgment."
    found = compare([old, S[2]], [lead, old.replace("9.13", "2.46"), S[2]])
    assert [(c.op, c.kind) for c in found.changes] == [
        ("added", "lead-recast"),
        ("edited", "figure-changed"),
        ("unchanged", ""),
    ]


def test_a_sentence_cut_and_another_paragraph_added_is_no_split() -> None:
    """New words are new, wherever they stand."""
    new = "The lodge has room for sixty guests and was full on both nights."
    found = compare(WIRE, [WIRE[0], S[2], new, WIRE[2]])
    assert [c.kind for c in found.changes if c.kind] == ["text-removed", "background-added"]


def test_a_sentence_carried_to_another_paragraph_is_moved() -> None:
    """It is neither deleted nor written anew, and both paragraphs say so."""
    found = compare(WIRE, [WIRE[0], S[2], f"{S[4]} {S[3]} {S[5]}"])
    moves = [s for s in found.sentences if s.change.op == "moved"]
    assert [(m.paragraph_from, m.paragraph_to, m.change.old_text) for m in moves] == [(1, 2, S[3])]
    assert [c.kind for c in found.changes] == ["", "moved", "moved"]
    assert not [s for s in found.sentences if s.change.op in {"added", "removed"}]


def test_a_sentence_carried_into_a_new_paragraph_is_moved() -> None:
    """A new paragraph may begin with a sentence that stood elsewhere."""
    fresh = f"Nobody was hurt, and the lodge is open again for those who booked it for the week. {S[3]}"
    found = compare(WIRE, [WIRE[0], S[2], WIRE[2], fresh])
    (move,) = [s for s in found.sentences if s.change.op == "moved"]
    assert (move.paragraph_from, move.paragraph_to) == (1, 3)


def test_a_short_sentence_said_twice_is_not_carried() -> None:
    """What anybody may say is no evidence."""
    old, new = [f"{S[0]} He declined.", f"{S[2]} {S[3]}"], [S[0], f"{S[2]} {S[3]} He declined."]
    assert [s.change.op for s in compare(old, new).sentences if s.change.op != "unchanged"] == [
        "removed",
        "added",
    ]


def test_one_sentence_made_two_is_style_inside_its_paragraph() -> None:
    """A full stop for an "and" adds no text."""
    old = f"{S[0]} The rangers closed the trail in autumn, and a slide took the bridge at the lower lodge."
    new = f"{S[0]} The rangers closed the trail in autumn. A slide took the bridge at the lower lodge."
    (change,) = compare([old], [new]).changes
    assert change.kind in {"style", "wording"}


PIECES = st.lists(st.lists(st.sampled_from(S), min_size=1, max_size=3).map(" ".join), max_size=6)


@given(PIECES, PIECES)
def test_every_paragraph_stands_in_one_row_and_parts_belong_to_rows(old: list[str], new: list[str]) -> None:
    """Positions of both texts are used once; what a piece is part of is a pair's own row."""
    rows = compare(old, new).changes
    assert sorted(c.from_position for c in rows if c.from_position is not None) == list(range(len(old)))
    assert [c.to_position for c in rows if c.to_position is not None] == list(range(len(new)))
    pairs = [c for c in rows if c.op in {"edited", "moved"}]
    for c in rows:
        if c.part_of is not None:
            place = [p.from_position if c.op == "added" else p.to_position for p in pairs]
            assert c.op in {"added", "removed"}
            assert c.part_of in place


@given(PIECES, PIECES)
def test_sentences_stand_where_their_rows_say(old: list[str], new: list[str]) -> None:
    """Each sentence row gives the paragraph that holds its text on either side."""
    for s in compare(old, new).sentences:
        assert s.change.old_text is None or s.change.old_text in old[s.paragraph_from]
        assert s.change.new_text is None or s.change.new_text in new[s.paragraph_to]
