"""What the database tells of compared pairs: classes, parts, update notes, headline changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path

S = (
    "Crews reached the last of the stranded hikers on Mount Orrin early this morning, the rangers said.",
    "Eleven of them had spent two nights in a hut without a stove and with little food.",
    "The rangers closed the trail in autumn after a slide took the bridge at the lower lodge.",
    "A new one would cost 48,000 crowns, and nobody in the valley has offered to pay.",
    "Mayor Ines Maro said the council would meet on Friday about it and hear the rangers.",
    "Two rescues were needed on the mountain last year, both of them in fair weather.",
)
URL = "https://orrin.example/hikers"
NOTE = "CORRECTION: An earlier version of this story gave a wrong price for the bridge."
FIRST = [f"{S[0]} {S[1]}", f"{S[2]} {S[3]}", S[4], S[5]]
SECOND = [f"{S[0]} {S[1]}", S[2], S[3].replace("48,000", "52,000"), S[5], NOTE]


def line(hour: int, headline: str, paragraphs: list[str]) -> dict[str, Any]:
    """A record of one look at the page."""
    return {
        "url": URL,
        "outlet": "Orrin Post",
        "captured_at": f"2026-03-10T{hour:02}:00:00Z",
        "headline": headline,
        "text": "\n\n".join(paragraphs),
    }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A page with two texts, and a headline that comes back. Tests only read it."""
    folder: Path = tmp_path_factory.mktemp("orrin")
    records = [
        line(6, "Hikers found", FIRST),
        line(7, "Hikers found on Orrin", FIRST),
        line(8, "Hikers found", FIRST),
        line(9, "Hikers found", SECOND),
    ]
    path = folder / "orrin.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    made = Desk(folder / "var")
    made.take(path)
    return made


def test_a_headline_that_comes_back_is_seen_as_such(desk: Desk) -> None:
    """A, B, A are two changes, and the second goes back."""
    rows = desk.ask("from headline_changes order by number")
    assert [(r["from_headline"], r["to_headline"], r["back"]) for r in rows] == [
        ("Hikers found", "Hikers found on Orrin", False),
        ("Hikers found on Orrin", "Hikers found", True),
    ]
    assert [(r["changed_after"].hour, r["changed_at"].hour) for r in rows] == [(6, 7), (7, 8)]


def test_a_pair_has_its_update_note(desk: Desk) -> None:
    """The verbs as a list, the note as a line."""
    (pair,) = desk.ask("from version_pairs")
    assert pair["update_note"] == "CORRECTS figures, TRIMS text"
    assert pair["verbs"] == ["CORRECTS", "TRIMS"]


def test_a_split_is_told_from_new_text(desk: Desk) -> None:
    """The piece is an added row that is part of the old paragraph; facts changed in it stand first."""
    rows = desk.ask(
        "select op, from_position, to_position, class, also, part_of from changes order by ordinal"
    )
    assert [tuple(r.values()) for r in rows] == [
        ("unchanged", 0, 0, None, [], None),
        ("edited", 1, 1, "figure-changed", ["paragraph-split"], None),
        ("added", None, 2, "paragraph-split", [], 1),
        ("removed", 2, None, "text-removed", [], None),
        ("unchanged", 3, 3, None, [], None),
        ("added", None, 4, "correction-note", [], None),
    ]


def test_sentences_unchanged_across_a_split_have_both_texts(desk: Desk) -> None:
    """They are stored once and read on both sides."""
    rows = desk.ask(
        "select op, class, paragraph_from, paragraph_to, old_text, new_text from sentence_changes order by ordinal"
    )
    assert [(r["op"], r["class"], r["paragraph_from"], r["paragraph_to"]) for r in rows] == [
        ("unchanged", None, 1, 1),
        ("edited", "figure-changed", 1, 2),
    ]
    assert (rows[0]["old_text"], rows[0]["new_text"]) == (S[2], S[2])


def test_any_two_texts_are_compared_in_reading_order(desk: Desk) -> None:
    """Back from the later text: what went stands behind what it followed, repeated paragraphs pair in order."""
    early, late = (r["version_id"] for r in desk.ask("from versions order by number"))
    rows = desk.ask("select op, from_position, to_position from compare($a, $b)", a=late, b=early)
    assert [tuple(r.values()) for r in rows] == [
        ("unchanged", 0, 0),
        ("removed", 1, None),
        ("removed", 2, None),
        ("added", None, 1),
        ("added", None, 2),
        ("unchanged", 3, 3),
        ("removed", 4, None),
    ]
    same = desk.ask("select op, count(*) as n from compare($a, $a) group by op", a=early)
    assert [(r["op"], r["n"]) for r in same] == [("unchanged", 4)]
    assert desk.ask("from compare('none', 'nor this')") == []
