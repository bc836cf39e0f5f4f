"""Again from the archive: told what would differ, and no row changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipeline import run
from pipeline.io import known
from pipeline.io.store import SNAPSHOT, open_snapshot
from pipeline.steps import rereading
from pipeline.steps.rereading import STEADY
from tests.keep.conftest import spoil
from tests.steps.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.steps.conftest import Desk

WORLD = known.load()


def again(desk: Desk) -> rereading.Reprocessed:
    """Reprocess."""
    return run.reprocess(desk.data_dir, WORLD, NOW)


def rows(desk: Desk) -> dict[str, list[str]]:
    """Every row of the views that must not change."""
    with open_snapshot(desk.data_dir) as connection:
        return {view: sorted(map(str, connection.execute(f"from {view}").fetchall())) for view in STEADY}


def tamper(desk: Desk, sql: str) -> None:
    """Change the writer's file behind everybody's back."""
    with duckdb.connect(str(desk.data_dir / "private" / SNAPSHOT)) as connection:
        connection.execute(sql)


def test_running_it_changes_no_row(desk: Desk) -> None:
    """Everything is read and derived once more, and is as it was; the run is in the ledger."""
    before = rows(desk)
    done = again(desk)
    assert rows(desk) == before
    assert (done.differing, done.damaged, done.moved) == (0, 0, ())
    assert done.captures == desk.ask("select count(*) as n from captures")[0]["n"] == done.ledger.items
    assert done.derived == desk.ask("select count(*) as n from articles")[0]["n"]
    [ran] = desk.ask("select items, state, detail from runs where kind = 'reprocess'")
    assert (ran["items"], ran["state"], ran["detail"]) == (
        done.captures,
        "completed",
        f"unchanged {done.captures}",
    )


def test_batches_do_not_matter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read three at a time, derived in transactions of one story, nothing changes either."""
    monkeypatch.setattr(rereading, "DERIVE", 1)
    monkeypatch.setattr(rereading, "READ", 3)
    before = rows(desk)
    assert again(desk).moved == ()
    assert rows(desk) == before


def test_what_was_lost_of_the_derivations_comes_back(desk: Desk) -> None:
    """Derived rows follow from the facts: links, grams, pairs and events that are gone are there again."""
    before = rows(desk)
    tamper(
        desk,
        "delete from derived.gram; delete from derived.sketch; delete from derived.link; delete from derived.change; "
        "delete from derived.pair; delete from derived.event; delete from derived.headline; "
        "update derived.version set headline = 'wrong', number = 9; delete from derived.writethru",
    )
    again(desk)
    assert rows(desk) == before


def test_story_ids_stay_though_an_earlier_version_came_later(desk: Desk) -> None:
    """A story keeps the id it was first given, also when everything of it is derived anew."""
    tamper(
        desk, "update derived.story set story_id = 'skept'; update derived.story set story_key = story_key"
    )
    again(desk)
    assert desk.ask("select distinct story_id from stories") == [{"story_id": "skept"}]


def test_what_would_come_out_differently_is_told_and_stays(desk: Desk) -> None:
    """An older extractor's headline and byline stay as facts; each capture that differs is a finding, and counted."""
    tamper(
        desk,
        "update facts.capture set headline = 'As once read', byline = 'Old' where origin like '%p.html'; "
        "update facts.claim set raw = 'once' where capture_key in "
        "(select capture_key from facts.capture where origin like '%own.html')",
    )
    done = again(desk)
    assert done.differing == 2
    assert done.by_field == {"headline": 1, "byline": 1, "published": 1}
    found = desk.ask(
        "select subject, message from findings where code = 'extraction-differs' order by subject"
    )
    assert [f["subject"] for f in found] == ["https://own.example/1", "https://page.example/1"]
    assert "headline, byline differently" in found[1]["message"]
    assert desk.ask("select headline from articles where outlet = 'page.example'") == [
        {"headline": "As once read"}
    ]


def test_damaged_payloads_are_named(desk: Desk) -> None:
    """Digests are verified; the rest goes on, and what is stored of the damaged ones stays."""
    before = rows(desk)
    shas = desk.ask("select payload_sha as s from captures where origin like '%.html' order by origin")
    spoil(desk.data_dir, shas[0]["s"])
    with duckdb.connect(str(desk.data_dir / SNAPSHOT)) as connection:
        connection.execute("delete from facts.payload where payload_sha = $s", shas[1])
    done = again(desk)
    assert (done.damaged, done.ledger.dispositions["refused"]) == (2, 2)
    found = desk.ask("select severity, message from findings where code = 'archive-damaged'")
    assert {f["severity"] for f in found} == {"error"}
    assert all(any(row["s"] in f["message"] for f in found) for row in shas)
    assert rows(desk) == before


def test_progress_is_told(desk: Desk) -> None:
    """What is being done, how much of it is, and of how much."""
    told: list[tuple[str, int, int]] = []
    run.reprocess(desk.data_dir, WORLD, NOW, progress=lambda *step: told.append(step))
    assert [what for what, _, _ in told] == ["reading again", "deriving anew"]
    assert all(0 <= done <= of for _, done, of in told)


def test_an_empty_store_is_quickly_done(tmp_path: Path) -> None:
    """Nothing to read, nothing to derive, no error."""
    done = run.reprocess(tmp_path / "var", WORLD, NOW)
    assert (done.captures, done.derived, done.moved) == (0, 0, ())
