"""The ledger of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.steps.fiction import record, write_records

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk


def test_a_finding_is_told_once_a_run_however_many_items_raise_it(desk: Desk, tmp_path: Path) -> None:
    """An unknown outlet with a thousand pages is one thing to mend."""
    pages = [
        record(
            f"http://a.example/{n}", f"2026-03-10T0{n}:00:00Z", (f"Ferry number {n} stays in port today.",)
        )
        for n in range(1, 5)
    ]
    ledger = desk.take(write_records(tmp_path / "r.jsonl", pages)).ledger
    assert [f.code for f in ledger.findings] == ["outlet-unknown"]
    assert [r["code"] for r in desk.ask("from findings")] == ["outlet-unknown"]


def test_ledger_and_views_agree(desk: Desk, tmp_path: Path) -> None:
    """What is told at the end of a run is what is stored of it."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", "utf-8")
    good = write_records(tmp_path / "good.jsonl", [record("http://a.example/1", "2026-03-10T05:00:00Z")])
    ledger = desk.take(good, bad).ledger
    (run,) = desk.ask("from runs")
    told = {
        r["disposition"]: r["n"]
        for r in desk.ask("select disposition, count(*) as n from dispositions group by all")
    }
    assert told == ledger.dispositions == {"new-article": 1, "refused": 1}
    assert (run["run_id"], run["items"], run["versions_new"], run["state"]) == (
        ledger.run_id,
        2,
        1,
        "completed",
    )
    assert {r["code"] for r in desk.ask("from findings")} == {f.code for f in ledger.findings}


def test_a_run_ends_after_it_began(desk: Desk, tmp_path: Path) -> None:
    """What a run took is there to be asked for, of commands as of flows; a told time goes on as the clock does."""
    desk.take(write_records(tmp_path / "r.jsonl", [record("http://a.example/1", "2026-03-10T05:00:00Z")]))
    (run,) = desk.ask("from runs")
    assert run["ended_at"] > run["started_at"]
