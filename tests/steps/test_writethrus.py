"""What the database tells of write-throughs: who adopted which since when, and what was counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.steps.fiction import ADDED, NEW_SECOND, OLD_LEAD, SHARED, record, write_records

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk

FIRST = (OLD_LEAD, *SHARED)
SECOND = (ADDED[0], NEW_SECOND, *ADDED[1:3], *SHARED)
BETWEEN = (ADDED[3], OLD_LEAD, *SHARED)


def page(outlet: str, minute: int, body: tuple[str, ...], **more: str) -> dict[str, str]:
    """A capture of an outlet's page, so many minutes after nine, where the text appeared as it was captured."""
    stamp = f"2026-03-10T{9 + minute // 60:02}:{minute % 60:02}:00Z"
    return record(f"http://{outlet.lower().replace(' ', '')}.example/wall", stamp, body, outlet, **more)


def adoption(desk: Desk) -> list[tuple[Any, ...]]:
    """Number, outlet, minutes behind, certain, first."""
    rows = desk.ask(
        "select number, outlet, minutes_behind, certain, is_first from writethru_adoption order by number, minutes_behind, outlet"
    )
    return [tuple(r.values()) for r in rows]


def test_who_ran_a_write_through_first_and_how_far_the_others_were_behind(desk: Desk, tmp_path: Path) -> None:
    """One row for each article and write-through; a cut copy that fits several is not certain."""
    captures = [
        page("Harbour Post", 0, FIRST),
        page("Harbour Post", 60, SECOND),
        page("Meridian News", 20, FIRST),
        page("Meridian News", 95, SECOND),
        page("Prairie Ledger", 70, SECOND),
    ]
    desk.take(write_records(tmp_path / "a.jsonl", captures))
    assert adoption(desk) == [
        (0, "Harbour Post", 0, True, True),
        (0, "Meridian News", 20, True, False),
        (1, "Harbour Post", 0, True, True),
        (1, "Prairie Ledger", 10, True, False),
        (1, "Meridian News", 35, True, False),
    ]
    rows = desk.ask(
        "select number, first_outlet, minutes_after_first, minutes_after_former, outlets, latest_outlet, is_latest, "
        "attested_outlets, starts_with(first_url, 'http://harbourpost') as post from writethrus order by number"
    )
    assert [tuple(r.values()) for r in rows] == [
        (0, "Harbour Post", 0, None, 2, "Meridian News", False, 2, True),
        (1, "Harbour Post", 60, 60, 3, "Meridian News", True, 3, True),
    ]


def test_a_late_copy_counts_the_others_anew_and_that_is_logged(desk: Desk, tmp_path: Path) -> None:
    """What was write-through 1 is 2 as soon as a text between is known; a first numbering is no renumbering."""
    told = [page("Harbour Post", 0, FIRST), page("Meridian News", 60, SECOND)]
    desk.take(write_records(tmp_path / "a.jsonl", told))
    assert desk.ask("select * from renumberings") == []
    late = [page("Prairie Ledger", 30, BETWEEN)]
    desk.take(write_records(tmp_path / "b.jsonl", late))
    changed = desk.ask(
        "select r.outlet, r.old_writethru, r.old_to, r.new_writethru, r.new_to, v.writethru, r.story_id = v.story_id as same, "
        "r.changed_at is not null and r.run_id is not null as dated "
        "from renumberings as r join versions as v using (version_id)"
    )
    assert [tuple(r.values()) for r in changed] == [("Meridian News", 1, 1, 2, 2, 2, True, True)]
    before = desk.ask("select * from renumberings")
    desk.take(write_records(tmp_path / "b.jsonl", [*told, *late]))
    assert desk.ask("select * from renumberings") == before


def test_an_aggregator_is_shown_but_is_never_first(desk: Desk, tmp_path: Path) -> None:
    """It runs what outlets sent it, sometimes before we saw theirs."""
    msn = record("https://www.msn.com/wall", "2026-03-10T09:00:00Z", FIRST, "MSN")
    desk.take(write_records(tmp_path / "a.jsonl", [msn, page("Harbour Post", 10, FIRST)]))
    assert adoption(desk) == [(0, "MSN", -10, True, False), (0, "Harbour Post", 0, True, True)]
    (state,) = desk.ask("select attested_outlets, outlets, articles from writethrus")
    assert tuple(state.values()) == (1, 1, 2)
