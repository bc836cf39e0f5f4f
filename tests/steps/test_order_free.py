"""The result is a function of the set of captures: neither their order nor their batches matter."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import Desk
from tests.steps.fiction import ADDED, NEW_SECOND, OLD_LEAD, SHARED, record, write_records

if TYPE_CHECKING:
    from pathlib import Path

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


def captures() -> list[dict[str, str]]:
    """Four pages of one story and one of another: late, cut, reopened, looked at again."""

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
    "timeline": "select event_at, event, url, captured, headline, writethru from story_timeline",
    "stale": "select url, runs_writethru, current_writethru, state, missing_correction, wrong_text, minutes_behind_low from stale_copies",
    "headlines": "select url, number, headline, first_seen_at, last_seen_at from headline_history",
    "changes": "select op, class, from_position, to_position, similarity from changes",
}


def result(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """All that is derived, without ids."""
    return {name: desk.ask(f"select * from ({sql}) order by all") for name, sql in VIEWS.items()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The captures in order and in one batch."""
    folder = tmp_path_factory.mktemp("in-order")
    desk = Desk(folder / "var")
    desk.take(write_records(folder / "all.jsonl", captures()))
    return result(desk)


def test_the_story_is_as_told(expected: dict[str, list[dict[str, Any]]]) -> None:
    """Guards the comparison below: there is something to compare."""
    assert [len(s["urls"]) for s in expected["stories"]] == [1, 5]
    assert [w["number"] for w in expected["writethrus"]][:3] == [0, 0, 1]
    assert {
        s["url"].split("/")[2]
        for s in expected["stale"]
        if s["missing_correction"] and s["state"] == "confirmed"
    } == {"prairieledger.example"}


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_any_batches_end_in_the_same(
    expected: dict[str, list[dict[str, Any]]], tmp_path: Path, seed: int
) -> None:
    """Late captures change what was derived, as if they had come first."""
    chance = random.Random(seed)  # noqa: S311 - no secret, a shuffle that can be repeated
    shuffled = captures()
    chance.shuffle(shuffled)
    desk = Desk(tmp_path / "var")
    while shuffled:
        size = chance.randint(1, 5)
        batch, shuffled = shuffled[:size], shuffled[size:]
        desk.take(write_records(tmp_path / "batch.jsonl", batch))
    assert result(desk) == expected
