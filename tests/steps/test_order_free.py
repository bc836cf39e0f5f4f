"""The result is a function of the set of captures: neither their order nor their batches matter."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.io.store import digest_views, open_snapshot
from pipeline.steps.rereading import STEADY
from tests.steps.conftest import Desk
from tests.steps.fiction import ADDED, NEW_SECOND, OLD_LEAD, SHARED, record, write_records

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = (OLD_LEAD, *SHARED)
SECOND = (ADDED[0], NEW_SECOND, ADDED[1].replace("four fifths", "80 per cent"), ADDED[2], *SHARED)
CORRECTED = (
    *SECOND[:2],
    SECOND[2].replace("80", "60"),
    *SECOND[3:],
    "This is a corrected story. An earlier version said 80 per cent where it should have said 60 per cent.",
)
OTHER = (
    "A fire that began in a grain elevator on Friday night has burned through the rail yard at Cold Lake Junction.",
    "Nobody was hurt, the fire marshal said, but two freight lines will be closed until the embers are out.",
    "Farmers who had brought their barley to the elevator said they did not know who would pay for it.",
    "The marshal said that a spark from a bearing was the likeliest cause and that the yard had no sprinklers.",
)
LOCAL = (
    "At the chandler’s on Quay Street the last tarpaulin was sold before noon, the owner told this newspaper."
)


def captures() -> list[dict[str, str]]:
    """Seven pages of one story and one of another: late, cut, reopened, looked at again, with lines of their own."""

    def page(outlet: str, minute: int, body: tuple[str, ...], **more: str) -> dict[str, str]:
        host = outlet.lower().replace(" ", "")
        stamp = f"2026-03-10T{9 + minute // 60:02}:{minute % 60:02}:00Z"
        return record(f"http://{host}.example/{more.pop('slug', 'wall')}", stamp, body, outlet, **more)

    return [
        page("Harbour Post", 0, FIRST, published_at="2026-03-10T08:50:00Z"),
        page("Harbour Post", 40, SECOND, updated_at="2026-03-10T09:35:00Z"),
        page("Harbour Post", 90, CORRECTED),
        page("Harbour Post", 150, CORRECTED),
        page("Meridian News", 20, FIRST),
        page("Meridian News", 80, FIRST),
        page("Meridian News", 160, FIRST, headline="Whitcombe goes north"),
        page("Prairie Ledger", 55, SECOND),
        page("Prairie Ledger", 170, SECOND),
        page("Pacific Herald", 65, SECOND[:5]),
        page("Cape Courier", 45, (*FIRST[:3], LOCAL, *FIRST[3:])),
        page("Cape Courier", 100, (*SECOND[:4], LOCAL, *SECOND[4:]), updated_at="2026-03-10T10:38:00Z"),
        page("Bay Record", 25, (" ".join(FIRST[:2]), *FIRST[2:])),
        page("Bay Record", 75, SECOND),
        page("Bay Record", 130, (" ".join(FIRST[:2]), *FIRST[2:])),
        page("Avalon Telegram", 30, OTHER, slug="fire"),
        page("Avalon Telegram", 120, FIRST, slug="fire"),
    ]


VIEWS = {
    "versions": "select url, number, content_hash, appeared_at, changed_after, first_seen_at, last_seen_at, writethru, writethru_to from versions",
    "pairs": "select f.url as f, f.number as n, t.url as t, t.number as m, p.relation, p.unchanged, p.edited, p.moved, p.added, "
    "p.removed, p.minutes_apart from version_pairs p join versions f on f.version_id = p.from_version "
    "join versions t on t.version_id = p.to_version",
    "stories": "select list(distinct a.url order by a.url) as urls, count(*) as n from versions a group by a.story_id",
    "writethrus": "select number, basis, attested_outlets, first_seen_at, first_outlet, words, headline from writethrus",
    "adoption": "select number, outlet, url, first_run_at, minutes_behind, certain, is_first from writethru_adoption",
    "timeline": "select event_at, event, url, captured, headline, writethru from story_timeline",
    "stale": "select url, runs_writethru, current_writethru, state, missing_correction, wrong_text, minutes_behind_low from stale_copies",
    "headlines": "select url, number, headline, first_seen_at, last_seen_at from headline_history",
    "sentences": "select c.* exclude (from_version, to_version), f.url as f, f.number as n, t.url as t, t.number as m from sentence_changes c "
    "join versions f on f.version_id = c.from_version join versions t on t.version_id = c.to_version",
    "notes": "select v.url, v.number, c.seen_at, c.text from corrections c join versions v using (version_id)",
    "changes": "select op, class, from_position, to_position, similarity from changes",
}


def result(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """All that is derived, without ids."""
    return desk.ask_all(VIEWS)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The captures in order and in one batch."""
    folder = tmp_path_factory.mktemp("in-order")
    desk = Desk(folder / "var")
    desk.take(write_records(folder / "all.jsonl", captures()))
    return result(desk)


def test_the_story_is_as_told(expected: dict[str, list[dict[str, Any]]]) -> None:
    """Guards the comparison below: there is something to compare."""
    assert [len(s["urls"]) for s in expected["stories"]] == [1, 7]
    assert [w["number"] for w in expected["writethrus"]][:3] == [0, 0, 1]
    assert {
        s["url"].split("/")[2]
        for s in expected["stale"]
        if s["missing_correction"] and s["state"] == "confirmed"
    } == {"capecourier.example", "prairieledger.example"}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(captures()), sizes=st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_any_order_and_any_batches_end_in_the_same(
    expected: dict[str, list[dict[str, Any]]], order: Sequence[dict[str, str]], sizes: list[int]
) -> None:
    """Late captures change what was derived, as if they had come first; the log of renumberings aside."""
    with tempfile.TemporaryDirectory() as folder:
        assert result(imported(Path(folder), order, sizes)) == expected


def imported(folder: Path, order: Sequence[dict[str, str]], sizes: Sequence[int]) -> Desk:
    """The captures in this order, in batches of these sizes; the last one holds the rest."""
    desk = Desk(folder / "var")
    left = list(order)
    for size in (*sizes, len(left)):
        batch, left = left[:size], left[size:]
        if batch:
            desk.take(write_records(folder / "batch.jsonl", batch))
    return desk


def test_importing_all_of_it_again_changes_nothing(tmp_path: Path) -> None:
    """Every view of what was derived, and the log of renumberings, is the same to the last row."""
    desk = imported(tmp_path, captures()[::-1], [3, 1, 1, 4])
    views = [*STEADY, "renumberings", "story_merges", "writethru_adoption", "stale_copies", "corrections"]

    def digests() -> dict[str, tuple[int, int]]:
        with open_snapshot(desk.data_dir) as connection:
            return digest_views(connection, views)

    before = digests()
    assert before["renumberings"][0] > 0
    desk.take(write_records(tmp_path / "again.jsonl", captures()))
    assert digests() == before
