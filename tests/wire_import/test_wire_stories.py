"""A story the wire itself was taken in of: its write-throughs have the wire's numbers."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import Desk, Rows
from tests.wire_import.fiction import CORRECTED, CORRECTS, FIRST, LATEST, ninjs, the_copies, the_wire, write

if TYPE_CHECKING:
    from pathlib import Path


STATE = {
    "versions": "select outlet, url, number, headline, byline, body, appeared_at, writethru, writethru_to from versions",
    "writethrus": "select number, basis, wire_number, attested_outlets, first_seen_at, first_outlet, words from writethrus",
    "timeline": "select event_at, event, time_source, outlet, captured, writethru from story_timeline",
    "stale": "select outlet, runs_writethru, state, missing_correction, wrong_text from stale_copies",
    "articles": "select outlet, url, status, headline from articles",
    "outlets": "select outlet, role from outlets",
}


def state(desk: Desk) -> dict[str, Rows]:
    """What is known, without ids and without order."""
    return desk.ask_all(STATE)


def at(hour: int, minute: int) -> datetime:
    """A time on the day of the story."""
    return datetime(2031, 3, 4, hour, minute, tzinfo=UTC)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The wire's items and the copies, taken in together. Tests only read it."""
    folder = tmp_path_factory.mktemp("wire")
    desk = Desk(folder / "var")
    desk.take(*the_wire(folder), the_copies(folder))
    return desk


def test_write_throughs_take_the_wires_numbers(at_once: Desk) -> None:
    """With the wire's own items at hand a write-through's basis is the wire, and so is its number."""
    assert at_once.ask(
        "select number, basis, wire_number, first_outlet, attested_outlets from writethrus order by number"
    ) == [
        {
            "number": n,
            "basis": "wire",
            "wire_number": n + 1,
            "first_outlet": "Northern Wire",
            "attested_outlets": 2,
        }
        for n in range(3)
    ]
    runs = at_once.ask(
        "select outlet, writethru as w from versions where outlet <> 'Northern Wire' order by w"
    )
    assert [(r["outlet"], r["w"]) for r in runs] == [
        ("Osthaven Post", 0),
        ("Strait Radio", 1),
        ("Norra Times", 2),
    ]


def test_an_item_says_whose_it_is_and_when(desk: Desk, tmp_path: Path) -> None:
    """The agency is an outlet with the role "agency"; published and updated are the wire's claims."""
    desk.take(*the_wire(tmp_path))
    assert desk.ask("select outlet, role from outlets") == [{"outlet": "Northern Wire", "role": "agency"}]
    [first, second, third] = desk.ask("select * from versions order by number")
    assert (first["byline"], first["dateline"], first["language"]) == ("Jo Lind", "NORRA", "en")
    assert (first["published_at"], second["updated_at"], third["appeared_at"]) == (
        at(8, 0),
        at(9, 30),
        at(13, 0),
    )
    assert {first["published_source"], second["updated_source"]} == {"wire"}
    assert {v["extractor"] for v in (first, second, third)} == {"wire"}
    assert first["first_seen_at"] is None
    assert [v["body"] for v in (first, second, third)] == ["\n\n".join(b) for b in (FIRST, CORRECTED, LATEST)]


def test_the_wires_note_names_the_wrong_sentence(at_once: Desk) -> None:
    """CORRECTS in the editor's note is a correction, and the outlet that still runs the old figure lacks it."""
    [correction] = at_once.ask("select outlet, text, seen_at from corrections")
    assert correction == {"outlet": "Northern Wire", "text": CORRECTS, "seen_at": at(9, 30)}
    [wrong] = at_once.ask("select outlet, state, wrong_text from stale_copies where missing_correction")
    assert (wrong["outlet"], wrong["state"], wrong["wrong_text"]) == ("Osthaven Post", "confirmed", FIRST[0])


def test_a_kill_ends_the_wires_article(desk: Desk, tmp_path: Path) -> None:
    """A canceled item makes no version: its article is killed, at the time the wire says."""
    done = desk.take(*the_wire(tmp_path))
    assert done.ledger.dispositions == {"killed": 1, "new-article": 1, "new-version": 2}
    assert desk.ask("select status, count(*) as n from articles group by 1") == [{"status": "killed", "n": 1}]
    [kill] = desk.ask("select seen_at, reason from kills")
    assert kill == {"seen_at": at(14, 0), "reason": "Editors: the story Ferry-Norra is withdrawn."}
    assert desk.ask("select time_source as s from story_timeline where event = 'kill'") == [{"s": "wire"}]


def test_taking_it_in_twice_changes_nothing(at_once: Desk, tmp_path: Path) -> None:
    """A second import of the same files finds everything there."""
    desk = Desk(tmp_path / "var", like=at_once)
    before = state(desk)
    again = desk.take(*the_wire(tmp_path), the_copies(tmp_path))
    assert state(desk) == before
    assert set(again.ledger.dispositions) == {"killed", "unchanged"}


@pytest.mark.parametrize("seed", range(2))
def test_order_and_batches_do_not_matter(desk: Desk, tmp_path: Path, at_once: Desk, seed: int) -> None:
    """One file after the other in any order, or all at once: the same story."""
    files = [*the_wire(tmp_path), the_copies(tmp_path)]
    random.Random(seed).shuffle(files)  # noqa: S311 - a test's order
    for file in files:
        desk.take(file)
    assert state(desk) == state(at_once)


def test_a_version_number_that_goes_back_is_kept(desk: Desk, tmp_path: Path) -> None:
    """A later item with a smaller number is a version like any other, in its place in time."""
    desk.take(write(tmp_path / "a.json", [ninjs(7, "08:00", FIRST), ninjs(2, "09:30", CORRECTED)]))
    rows = desk.ask("select number, body from versions order by number")
    assert [r["body"] for r in rows] == ["\n\n".join(FIRST), "\n\n".join(CORRECTED)]


def test_versions_of_one_minute_stand_in_the_wires_order(desk: Desk, tmp_path: Path) -> None:
    """Where times tell nothing, the wire's number does."""
    desk.take(write(tmp_path / "a.json", [ninjs(2, "08:00", CORRECTED), ninjs(1, "08:00", FIRST)]))
    rows = desk.ask("select body from versions order by number")
    assert [r["body"] for r in rows] == ["\n\n".join(FIRST), "\n\n".join(CORRECTED)]


def test_a_file_of_several_versions_is_archived_once(desk: Desk, tmp_path: Path) -> None:
    """All items of a file have its digest; two versions of one guid in it are two captures."""
    versions = [ninjs(1, "08:00", FIRST), ninjs(2, "09:30", CORRECTED)]
    desk.take(write(tmp_path / "all.json", {"items": versions}))
    rows: list[dict[str, Any]] = desk.ask("select distinct payload_sha from captures")
    assert len(rows) == 1
    assert desk.ask("select count(*) as n from facts.payload") == [{"n": 1}]
    assert desk.ask("select count(*) as n from versions") == [{"n": 2}]
