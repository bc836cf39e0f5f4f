"""Paragraph alignment: what was edited, moved, added, removed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.compare.align import align

LEAD = (
    "The harbour board will vote tonight on the ferry terminal that Port Ellis has waited for since spring."
)
COST = "The terminal would cost 48 million dollars, a third of it from the province."
CHAIR = "Chair Ines Maro said the board had heard every objection twice."
UNION = "The dockers' union wants a guarantee that no shift is lost."
PAST = "An earlier plan failed in 2019 when the seabed turned out to be too soft."
NEW_LEAD = (
    "Port Ellis will build its ferry terminal after the harbour board voted five to two on Tuesday night."
)


def ops(old: list[str], new: list[str]) -> list[tuple[str, int | None, int | None]]:
    """The rows of an alignment as (op, from, to)."""
    return [(c.op, c.from_position, c.to_position) for c in align(old, new)]


def test_an_old_lead_pushed_down_is_edited_and_not_moved() -> None:
    """A new lead on top keeps the order of what follows, however the old lead was touched."""
    old_lead = LEAD.replace("will vote tonight", "voted on Tuesday night")
    assert ops([LEAD, COST, CHAIR], [NEW_LEAD, old_lead, COST, CHAIR]) == [
        ("added", None, 0),
        ("edited", 0, 1),
        ("unchanged", 1, 2),
        ("unchanged", 2, 3),
    ]


def test_a_paragraph_carried_down_the_text_is_one_move() -> None:
    """Moving one paragraph past three others moves that one, not the three."""
    rows = ops([LEAD, COST, CHAIR, UNION, PAST], [LEAD, CHAIR, UNION, PAST, COST])
    assert [r for r in rows if r[0] != "unchanged"] == [("moved", 1, 4)]


def test_a_moved_paragraph_that_was_edited_says_so_by_its_similarity() -> None:
    """Moved and edited is `moved` with a similarity below 1."""
    edited = COST.replace("48", "52")
    (row,) = [c for c in align([LEAD, COST, CHAIR, UNION], [LEAD, CHAIR, UNION, edited]) if c.op == "moved"]
    assert row.similarity is not None
    assert 0.8 < row.similarity < 1


def test_removed_paragraphs_stand_where_they_were() -> None:
    """A removed paragraph is listed behind the one it followed."""
    assert ops([LEAD, COST, CHAIR], [LEAD, CHAIR]) == [
        ("unchanged", 0, 0),
        ("removed", 1, None),
        ("unchanged", 2, 1),
    ]


def test_two_paragraphs_of_one_subject_are_not_one_edited() -> None:
    """Common words do not make two paragraphs one."""
    assert {op for op, _, _ in ops([UNION], [PAST])} == {"removed", "added"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("She said “we won”.", 'She said "we won".'),
        ("It rose — again.", "It rose - again."),
        ("« Non », dit-il.", "«Non», dit-il."),
    ],
)
def test_typography_is_no_edit(old: str, new: str) -> None:
    """Quotes, dashes and spaces fold: the paragraph is unchanged."""
    assert ops([old], [new]) == [("unchanged", 0, 0)]


PARAGRAPHS = st.lists(
    st.sampled_from([LEAD, COST, CHAIR, UNION, PAST, NEW_LEAD, "", COST.replace("48", "52")]), max_size=8
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_stands_in_exactly_one_row(old: list[str], new: list[str]) -> None:
    """Positions of both texts are each used once, new ones in reading order."""
    rows = align(old, new)
    assert sorted(c.from_position for c in rows if c.from_position is not None) == list(range(len(old)))
    assert [c.to_position for c in rows if c.to_position is not None] == list(range(len(new)))


@given(PARAGRAPHS)
def test_a_text_against_itself_is_unchanged(text: list[str]) -> None:
    """Equal texts differ nowhere."""
    assert all(c.op == "unchanged" and c.similarity == 1.0 for c in align(text, text))


@given(PARAGRAPHS, PARAGRAPHS)
def test_looking_back_swaps_added_and_removed(old: list[str], new: list[str]) -> None:
    """The same pair seen from the other side has as many rows of each kind."""
    there, back = align(old, new), align(new, old)
    assert sum(c.op == "added" for c in there) == sum(c.op == "removed" for c in back)
    assert sum(c.op in {"unchanged", "edited"} for c in there) == sum(
        c.op in {"unchanged", "edited"} for c in back
    )
