"""Roundups, sidebars and replaced pages in the store: whatever came first, and on record."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import Desk
from tests.steps.fiction import BODY, record, write_records
from tests.steps.test_decisions import FIRE, HERD

if TYPE_CHECKING:
    from pathlib import Path

WALL, BURNT, CATTLE, DIGEST, PAGE = (
    "http://harbourpost.example/wall",
    "http://avalontelegram.example/fire",
    "http://pacificherald.example/herd",
    "http://capecourier.example/digest",
    "http://prairieledger.example/page",
)
INTRO = "Here is what readers of this page need to know tonight, in a few short items and without comment."
FULL_FIRE = (
    *FIRE,
    "The marshal of Cold Lake Junction said that a spark from a bearing was the likeliest cause of it.",
)
FULL_HERD = (
    *HERD,
    "The sale was put off to Thursday, and the buyers from Port Anders were given soup in the hall.",
)


def pages() -> list[dict[str, str]]:
    """Three stories, and a digest of them that appears in their midst."""
    return [
        record(WALL, "2026-03-10T09:00:00Z", BODY, "Harbour Post"),
        record(BURNT, "2026-03-10T10:00:00Z", FULL_FIRE, "Avalon Telegram", headline="Fire"),
        record(
            DIGEST, "2026-03-10T10:15:00Z", (INTRO, *FIRE, *HERD, BODY[0]), "Cape Courier", headline="Tonight"
        ),
        record(CATTLE, "2026-03-10T10:30:00Z", FULL_HERD, "Pacific Herald", headline="Herd"),
    ]


def result(desk: Desk) -> dict[str, Any]:
    """Who stands together, and what is mentioned where, without ids."""
    stories = desk.ask("select list(url order by url) as urls from articles group by story_id order by urls")
    mentions = desk.ask(
        "select m.url, list(distinct a.url order by a.url) as told, m.from_position, m.to_position, m.is_roundup "
        "from story_mentions as m join articles as a on a.story_id = m.mentioned_story_id group by all order by all"
    )
    return {"stories": [r["urls"] for r in stories], "mentions": mentions}


def test_a_digest_lists_what_it_contains(desk: Desk, tmp_path: Path) -> None:
    """Paragraphs 1 to 3 are the fire, 4 to 6 the herd, the last the wall."""
    desk.take(write_records(tmp_path / "all.jsonl", pages()))
    found = result(desk)
    assert sorted(map(len, found["stories"])) == [1, 1, 1, 1]
    places = [(m["told"], m["from_position"], m["to_position"]) for m in found["mentions"]]
    assert sorted(places) == [([BURNT], 1, 3), ([WALL], 7, 7), ([CATTLE], 4, 6)]
    assert {m["url"] for m in found["mentions"]} == {DIGEST}
    assert all(m["is_roundup"] for m in found["mentions"])


def test_a_digest_that_is_told_late_leaves_the_story_it_was_in(desk: Desk, tmp_path: Path) -> None:
    """As long as one of its stories is known, it looks like a copy; the split is on record, the ids stay."""
    first, second, third = pages()[1], pages()[2], pages()[3]
    desk.take(write_records(tmp_path / "1.jsonl", [first, second]))
    before = desk.ask("select story_id from articles where url = $url", url=BURNT)
    desk.take(write_records(tmp_path / "2.jsonl", [third]))
    assert [BURNT] in result(desk)["stories"]
    assert [CATTLE] in result(desk)["stories"]
    assert desk.ask("select story_id from articles where url = $url", url=BURNT) == before


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What comes out where all four pages are taken in at once."""
    folder = tmp_path_factory.mktemp("roundups")
    desk = Desk(folder / "var")
    desk.take(write_records(folder / "all.jsonl", pages()))
    return result(desk)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_in_which_a_digest_and_its_stories_come_does_not_matter(
    desk: Desk, tmp_path: Path, at_once: dict[str, Any], order: tuple[int, ...]
) -> None:
    """One by one in any order, or all at once."""
    for place in order:
        desk.take(write_records(tmp_path / "one.jsonl", [pages()[place]]))
    assert result(desk) == at_once


def test_a_page_whose_text_is_replaced_leaves_its_story_as_an_event(desk: Desk, tmp_path: Path) -> None:
    """The story it left says so, and which story the page runs now; coming back is an event of the other."""
    states = [
        record(WALL, "2026-03-10T09:00:00Z", BODY, "Harbour Post"),
        record(PAGE, "2026-03-10T09:10:00Z", BODY, "Prairie Ledger"),
        record(BURNT, "2026-03-10T10:00:00Z", FULL_FIRE, "Avalon Telegram", headline="Fire"),
        record(PAGE, "2026-03-10T11:00:00Z", FULL_FIRE, "Prairie Ledger", headline="Fire"),
        record(PAGE, "2026-03-10T12:00:00Z", BODY, "Prairie Ledger"),
    ]
    desk.take(write_records(tmp_path / "all.jsonl", states))
    home = {r["url"]: r["story_id"] for r in desk.ask("select url, story_id from articles")}
    events = desk.ask(
        "select story_id, strftime(event_at, '%H:%M') as at, detail, url from story_timeline "
        "where event = 'replaced' order by event_at"
    )
    assert [(e["story_id"], e["at"], e["url"]) for e in events] == [
        (home[WALL], "11:00", PAGE),
        (home[BURNT], "12:00", PAGE),
    ]
    assert [e["detail"] for e in events] == [f"now runs {home[BURNT]}", f"now runs {home[WALL]}"]
    assert home[PAGE] == home[WALL]
