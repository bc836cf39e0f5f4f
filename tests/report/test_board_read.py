"""From stored captures to the dashboard's pages: who is named, who is not, and when a page would tell something else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.io.store import open_snapshot
from pipeline.report.board import board, corrections, frame, story
from pipeline.report.board.frame import Links
from pipeline.steps import look_board
from tests.report.read import read
from tests.steps.conftest import Desk
from tests.steps.fiction import write_records
from tests.steps.test_uptake import BODY, FATES, NOTE, RIGHT, WRONG, captures, page

if TYPE_CHECKING:
    from pathlib import Path

UNTIL = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
WORDS = {
    "says so": "corrected, and says so",
    "fixed silently": "fixed silently by",
    "still runs it": "still run by",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A corrected story at six outlets."""
    folder = tmp_path_factory.mktemp("board")
    desk = Desk(folder / "var")
    desk.take(write_records(folder / "all.jsonl", captures()), now=UNTIL)
    return desk


def board_of(desk: Desk, until: datetime = UNTIL) -> board.Board:
    """All pages with fixed keys."""
    with open_snapshot(desk.data_dir) as snapshot:
        return look_board.board(snapshot, look_board.freshness(snapshot, until, until), ())


def marks_of(desk: Desk) -> dict[str, str]:
    """The marks of all stories."""
    with open_snapshot(desk.data_dir) as snapshot:
        return look_board.marks(snapshot, board.stories_named(board_of(desk)))


def test_the_corrections_page_names_each_outlet_under_its_fate(told: Desk) -> None:
    """Only the one that was looked at since and seen with the sentence is accused."""
    text = corrections.render(board_of(told).corrections, Links())
    fates = text[text.index("announced it at") : text.index("## Announced in the last week")]
    for outlet, fate in FATES.items():
        (line,) = [x for x in fates.splitlines() if f"[{outlet}](http" in x]
        assert WORDS.get(fate, "") in line
        assert ("**still run by**" in line) == (fate == "still runs it")
    assert "Wrong: " in text
    assert f"{WRONG.split('four')[0]}<del>~~four~~</del>" in text


def test_one_sentence_corrected_in_two_stories_is_two_corrections(tmp_path: Path) -> None:
    """Each names its own outlets; what is wrong in one story accuses nobody in the other."""
    desk = Desk(tmp_path / "var")
    other = tuple(f"{n}: {' '.join(f'word{n * 50 + m}' for m in range(40))}." for n in range(5))
    rows = [
        page("Northern Star", 0, (*other, WRONG)),
        page("Northern Star", 60, (*other, RIGHT[6], NOTE)),
        page("Southern Star", 10, (*other, WRONG)),
        page("Southern Star", 120, (*other, WRONG)),
    ]
    desk.take(write_records(tmp_path / "all.jsonl", [*captures()[:9], *rows]), now=UNTIL)
    found = board_of(desk).corrections
    assert found.corrections_total == len(found.corrections) == 2
    accused = [{r.outlet for r in c.rows if r.outcome == "still runs it"} for c in found.corrections]
    assert sorted(accused, key=str) == [{"Prairie Ledger"}, {"Southern Star"}]


def test_the_overview_counts_by_the_publishers_own_times(told: Desk) -> None:
    """Two hours after the first text: what the hour brought is less than what the day did."""
    page = board_of(told).overview
    assert (page.hour.changed, page.hour.articles, page.day.changed, page.day.articles) == (1, 1, 2, 6)
    assert (page.standing.wrong, len(page.accused), page.accused[0].row.outlet) == (1, 1, "Prairie Ledger")
    assert page.day.corrections == 1
    assert sum(h.fresh + h.changed for h in page.hours) == 8
    assert board_of(told, UNTIL.replace(day=14)).overview.day.stories == 0


def test_a_storys_page_shows_since_when_who_runs_what_and_the_change(told: Desk) -> None:
    """The chart, the copies with their times, the words of the newest write-through, the reasons."""
    name = board.stories_named(board_of(told))[0]
    with open_snapshot(told.data_dir) as snapshot:
        fresh = look_board.freshness(snapshot, UNTIL, UNTIL)
        look_board.hold(snapshot, [name])
        text = story.render(look_board.story(snapshot, fresh, name), Links({frame.story_key(name): "x"}))
    found = read(text)
    assert "| 1 | 2026-03-10 10:30 |" in text  # the silent fix
    assert "<del>~~four~~</del><ins>**three**</ins>" in text
    assert any("Why one story" in heading for heading in found.headings)
    assert len(found.images) == 1
    assert found.markup == []


def test_a_mark_stays_until_the_page_would_tell_something_else(told: Desk, tmp_path: Path) -> None:
    """Another look that finds the same is no news; a copy that is mended is."""
    before = marks_of(told)
    same = Desk(tmp_path / "same", told)
    same.take(write_records(tmp_path / "same.jsonl", [page("Harbour Post", 0, BODY)]), now=UNTIL)
    assert marks_of(same) == before
    same.take(write_records(tmp_path / "more.jsonl", [page("Prairie Ledger", 140, RIGHT)]), now=UNTIL)
    assert marks_of(same).keys() == before.keys()
    assert marks_of(same) != before
