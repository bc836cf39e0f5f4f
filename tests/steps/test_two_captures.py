"""The case the project starts from, in fiction: two text captures of one wire story, either order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import query
from tests.steps.conftest import NOW, Desk
from tests.steps.fiction import write_captures

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """The two files and whose pages they are."""
    folder = tmp_path_factory.mktemp("captures")
    return list(zip(write_captures(folder), ("CityNews", "Global News"), strict=True))


@pytest.fixture(scope="module", params=[(0, 1), (1, 0)], ids=["early first", "late first"])
def desk(
    request: pytest.FixtureRequest, captures: list[tuple[Path, str]], tmp_path_factory: pytest.TempPathFactory
) -> Desk:
    """A desk that has taken both captures, one after the other, in this order. Tests only read it."""
    made = Desk(tmp_path_factory.mktemp("desk") / "var")
    for index in request.param:
        path, outlet = captures[index]
        made.take(path, outlet=outlet)
    return made


def at(hour: int, minute: int) -> datetime:
    """An instant of that morning in Toronto (daylight time, four hours behind UTC)."""
    return datetime(2026, 3, 10, hour + 4, minute, tzinfo=UTC)


def test_timeline_shows_three_instants_each_with_its_source(desk: Desk) -> None:
    """Posted and missed, updated and captured, run elsewhere in a longer write-through."""
    rows = desk.ask("from story_timeline where event_at is not null order by event_at")
    told = [(r["event_at"], r["event"], r["outlet"], r["time_source"], r["captured"]) for r in rows]
    assert told == [
        (at(4, 0), "published", "CityNews", "visible", False),
        (at(5, 32), "updated", "CityNews", "visible", True),
        (at(7, 24), "published", "Global News", "visible", True),
    ]
    assert [r["version_id"] is None for r in rows] == [True, False, False]
    assert [r["writethru"] for r in rows] == [None, 0, 1]


def test_wires_own_day_stands_beside_as_a_day_not_an_instant(desk: Desk) -> None:
    """A first-published line has no time of day, and none is made up."""
    (row,) = desk.ask("from story_timeline where event = 'wire-first-published'")
    assert (row["event_at"], str(row["event_day"]), row["time_source"]) == (None, "2026-03-10", "wire")


def test_versions_hold_the_body_and_nothing_else(desk: Desk) -> None:
    """Furniture, captions and credits are out; agency, byline and dateline are told."""
    early, late = desk.ask("from versions order by appeared_at")
    assert (early["paragraphs"], late["paragraphs"]) == (6, 11)
    assert (early["agency"], late["agency"]) == ("The Canadian Press", "The Canadian Press")
    assert (early["byline"], late["byline"]) == ("Tom Averill", "Tom Averill")
    assert (early["dateline"], late["dateline"]) == ("PORT SELBY", None)
    assert (early["writethru"], late["writethru"]) == (0, 1)
    assert (early["first_seen_at"], early["number"]) == (None, 1)


def test_pair_counts_what_changed(desk: Desk) -> None:
    """The old lead, pushed down by a new one, is edited, not moved."""
    (pair,) = desk.ask("from version_pairs")
    ops = {op: pair[op] for op in ("unchanged", "edited", "moved", "added", "removed")}
    assert ops == {"unchanged": 5, "edited": 1, "moved": 0, "added": 5, "removed": 0}
    assert (pair["relation"], pair["minutes_apart"], pair["headline_changed"]) == ("copy", 112, True)
    (edited,) = desk.ask("from changes where op = 'edited'")
    assert (edited["from_position"], edited["to_position"]) == (0, 1)


def test_story_is_one_of_one_agency_at_two_outlets(desk: Desk) -> None:
    """Two captures, one story, two write-throughs."""
    (story,) = desk.ask("from stories")
    assert (story["outlets"], story["versions"], story["writethrus"]) == (2, 2, 2)
    assert (story["agency"], story["first_published_at"]) == ("The Canadian Press", at(4, 0))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ((3, 59), []),
        ((4, 30), [("live, text not captured", False, None)]),
        ((6, 0), [("live", True, "Whitcombe heads to Port Selby to talk about share of sea wall bill")]),
    ],
    ids=["before", "live but not captured", "the text of 5:32"],
)
def test_as_of_tells_what_was_on_the_page(
    desk: Desk, clock: tuple[int, int], expected: list[tuple[Any, ...]]
) -> None:
    """Neither nothing nor the later text where the text of that time was not captured."""
    (article,) = desk.ask("select url from articles where outlet = 'CityNews'")
    rows = desk.ask("from article_as_of($url, $instant)", url=article["url"], instant=at(*clock))
    assert [(r["state"], r["captured"], r["headline"]) for r in rows] == expected


def test_as_of_knows_nothing_before_it_was_told(desk: Desk) -> None:
    """What was recorded later was not known then."""
    (story,) = desk.ask("select story_id from stories")
    sql = "select outlet from story_as_of($story, $instant, known_at := $known)"
    asked = {"story": story["story_id"], "instant": at(12, 0)}
    assert desk.ask(sql, **asked, known=datetime(2026, 3, 11, tzinfo=UTC)) == []
    assert {r["outlet"] for r in desk.ask(sql, **asked, known=NOW)} == {"CityNews", "Global News"}


STILL = (
    "articles",
    "versions",
    "stories",
    "writethrus",
    "version_pairs",
    "changes",
    "story_timeline",
    "headline_history",
)


def test_taking_the_same_files_again_changes_nothing(desk: Desk, captures: list[tuple[Path, str]]) -> None:
    """Captures and dispositions may grow; what is derived stands still, whatever the order."""
    before = desk.all_rows(STILL)
    for path, outlet in (*captures, *reversed(captures)):
        assert desk.take(path, outlet=outlet).ledger.dispositions == {"unchanged": 1}
    assert desk.all_rows(STILL) == before


def ids(desk: Desk) -> tuple[str, str]:
    """The earlier and the later version."""
    early, late = desk.ask("select version_id from versions order by appeared_at")
    return early["version_id"], late["version_id"]


def test_compare_in_sql_gives_kept_pairs_as_they_were_aligned(desk: Desk) -> None:
    """The same rows as the view `changes`."""
    early, late = ids(desk)
    rows = desk.ask("select op, count(*) as n from compare($a, $b) group by op", a=early, b=late)
    assert {r["op"]: r["n"] for r in rows} == {"unchanged": 5, "edited": 1, "added": 5}


def test_compare_in_sql_aligns_equal_paragraphs_of_any_other_two(desk: Desk) -> None:
    """The later against the earlier is no kept pair."""
    early, late = ids(desk)
    rows = desk.ask("select op, old_text, new_text from compare($a, $b)", a=late, b=early)
    assert {op: sum(r["op"] == op for r in rows) for op in ("unchanged", "added", "removed")} == {
        "unchanged": 5,
        "added": 1,
        "removed": 6,
    }
    assert all(
        (r["old_text"] is None, r["new_text"] is None) == (r["op"] == "added", r["op"] == "removed")
        for r in rows
    )


def test_frames_hold_aware_times_and_whole_numbers(desk: Desk) -> None:
    """The pandas surface of the same story."""
    with query.open(desk.data_dir) as wire:
        (story,) = wire.sql("select story_id from stories").story_id
        timeline = wire.timeline(story)
        early, late = ids(desk)
        changes = wire.compare(late, early)
        stale = wire.stale()
    assert str(timeline.event_at.dt.tz) == "UTC"
    assert list(timeline.event_at.dropna()) == [at(4, 0), at(5, 32), at(7, 24)]
    assert changes.op.value_counts().to_dict() == {"unchanged": 5, "added": 5, "edited": 1}
    assert list(changes.query("op == 'edited'").to_position) == [1]
    assert list(stale.state) == ["not rechecked"]
