"""Corrections and kills as they travel, from files to the public views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.fiction import ADDED, OLD_LEAD, SHARED, record, write_records

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk

BODY = (OLD_LEAD, *SHARED, ADDED[1], ADDED[3])
RIGHT = tuple(p.replace("four fifths", "three fifths") for p in BODY)
NOTE = "CORRECTION: An earlier version of this story said “four fifths of the way home.” She said “three fifths.”"
WRONG = BODY[6]


def page(outlet: str, minute: int, body: tuple[str, ...]) -> dict[str, str]:
    """A page captured some minutes after nine."""
    host = outlet.lower().replace(" ", "")
    return record(
        f"http://{host}.example/wall", f"2026-03-10T{9 + minute // 60:02}:{minute % 60:02}:00Z", body, outlet
    )


def captures() -> list[dict[str, str]]:
    """One outlet corrects and says so, one fixes silently, one still runs it, one ends above, one was not seen since."""
    return [
        page("Harbour Post", 0, BODY),
        page("Harbour Post", 60, (*RIGHT, NOTE)),
        page("Meridian News", 5, BODY),
        page("Meridian News", 90, RIGHT),
        page("Prairie Ledger", 10, BODY),
        page("Prairie Ledger", 120, BODY),
        page("Pacific Herald", 15, BODY[:5]),
        page("Pacific Herald", 120, BODY[:5]),
        page("Avalon Telegram", 20, BODY),
        page("Northern Star", 100, RIGHT),
    ]


FATES = {
    "Avalon Telegram": "not rechecked",
    "Harbour Post": "says so",
    "Meridian News": "fixed silently",
    "Northern Star": "came corrected",
    "Pacific Herald": "cut before",
    "Prairie Ledger": "still runs it",
}


@pytest.mark.parametrize("batches", [1, 3, 10])
def test_every_article_has_its_fate_in_the_view(desk: Desk, tmp_path: Path, batches: int) -> None:
    """`correction_uptake` has one row a correction and article, however the captures came in."""
    rows = captures()
    for n in range(batches):
        desk.take(write_records(tmp_path / f"{n}.jsonl", rows[n::batches]))
    told = desk.ask("from correction_uptake order by outlet")
    assert {r["outlet"]: r["outcome"] for r in told} == FATES
    assert {(r["wrong_text"], r["right_text"], r["announced_by"], r["announced"]) for r in told} == {
        (WRONG, RIGHT[6], "Harbour Post", True)
    }
    (silent,) = [r for r in told if r["outcome"] == "fixed silently"]
    assert (silent["minutes_to_fix"], silent["fixed_at"].minute) == (30, 30)
    assert len({r["correction_id"] for r in told}) == 1


def test_only_who_still_runs_the_sentence_is_accused_of_it(desk: Desk, tmp_path: Path) -> None:
    """`stale_copies` names the wrong and the right sentence, and since when the correction was out."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()))
    (row,) = desk.ask("from stale_copies where missing_correction and state = 'confirmed'")
    assert (row["outlet"], row["wrong_text"], row["right_text"]) == ("Prairie Ledger", WRONG, RIGHT[6])
    assert (row["corrected_since"].hour, row["missing_kill"], row["killed_since"]) == (10, False, None)


def test_a_story_without_notes_has_no_uptake(desk: Desk, tmp_path: Path) -> None:
    """The same texts without the note: the wrong figure is only old."""
    quiet = [page("Harbour Post", 60, RIGHT) if "CORRECTION" in r["text"] else r for r in captures()]
    desk.take(write_records(tmp_path / "all.jsonl", quiet))
    assert desk.ask("from correction_uptake") == []
    assert desk.ask("from stale_copies where missing_correction") == []


def test_a_wires_kill_is_told_at_every_copy(desk: Desk, tmp_path: Path) -> None:
    """The wire cancels its item: the outlet that runs on is in both views, the one not seen since is spared."""
    desk.take(wire_item(tmp_path, 1, "08:00", "usable"), wire_item(tmp_path, 2, "10:00", "canceled"))
    desk.take(
        write_records(
            tmp_path / "copies.jsonl",
            [
                page("Prairie Ledger", 10, BODY),
                page("Prairie Ledger", 120, BODY),
                page("Avalon Telegram", 20, BODY),
            ],
        )
    )
    fates = desk.ask("select outlet, outcome, killed_by, reason from kill_uptake order by outlet")
    assert [(r["outlet"], r["outcome"]) for r in fates] == [
        ("Avalon Telegram", "not rechecked"),
        ("Prairie Ledger", "still runs it"),
    ]
    assert {(r["killed_by"], r["reason"]) for r in fates} == {
        ("Northern Wire", "KILL: the story is withdrawn.")
    }
    late = desk.ask(
        "select outlet, state, missing_kill, missing_correction from stale_copies order by outlet"
    )
    assert [tuple(r.values()) for r in late] == [
        ("Avalon Telegram", "not rechecked", True, False),
        ("Prairie Ledger", "confirmed", True, False),
    ]


def wire_item(folder: Path, version: int, clock: str, status: str) -> Path:
    """A ninjs file of the agency's story."""
    item: dict[str, Any] = {
        "uri": "urn:northern:wall",
        "type": "text",
        "version": str(version),
        "versioncreated": f"2026-03-10T{clock}:00Z",
        "firstcreated": "2026-03-10T08:00:00Z",
        "pubstatus": status,
        "language": "en",
        "headline": "Whitcombe heads to Port Selby",
        "copyrightholder": "Northern Wire",
        "body_text": "\n\n".join(BODY),
        "ednote": "KILL: the story is withdrawn." if status == "canceled" else "",
    }
    path = folder / f"v{version}.json"
    path.write_text(json.dumps(item), "utf-8")
    return path
