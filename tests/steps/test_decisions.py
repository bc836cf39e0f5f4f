"""What people decide stands above all evidence, is applied at once, and can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline import run
from pipeline.errors import BadInput, NotFound
from pipeline.io import known
from pipeline.steps import look
from pipeline.steps.deciding import Said, decide, decisions, undo
from tests.steps.conftest import NOW, Desk
from tests.steps.fiction import ADDED, BODY, NEW_SECOND, SHARED, record, write_records

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

FIRE = (
    "A fire that began in a grain elevator on Friday night has burned through the rail yard at Cold Lake Junction.",
    "Nobody was hurt, the fire marshal said, but two freight lines will be closed until the embers are out.",
    "Farmers who had brought their barley to the elevator said they did not know who would pay for it.",
)
HERD = (
    "Forty head of cattle walked out of the auction barn at Tull on Saturday and were found on the ice of Lake Ansel.",
    "Drovers brought them back one by one on a rope, and the last came ashore at noon, wet and unhurt, they said.",
    "The barn's gate had been left open by a film crew, which has offered to pay for the hay and a new latch.",
)
A, B, C, D, E = (
    "http://harbourpost.example/wall",
    "http://meridiannews.example/wall",
    "http://prairieledger.example/wall",
    "http://avalontelegram.example/fire",
    "http://pacificherald.example/herd",
)


def captures() -> list[dict[str, str]]:
    """Three pages of one story, and two stories of one page each."""
    later = (ADDED[0], NEW_SECOND, *SHARED)
    return [
        record(A, "2026-03-10T09:00:00Z", BODY, "Harbour Post"),
        record(B, "2026-03-10T09:20:00Z", BODY, "Meridian News"),
        record(C, "2026-03-10T11:00:00Z", later, "Prairie Ledger"),
        record(D, "2026-03-10T10:00:00Z", FIRE, "Avalon Telegram", headline="Fire"),
        record(E, "2026-03-10T10:30:00Z", HERD, "Pacific Herald", headline="Herd"),
    ]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The five pages, taken in once."""
    folder = tmp_path_factory.mktemp("decisions")
    made = Desk(folder / "var")
    made.take(write_records(folder / "all.jsonl", captures()))
    return made


@pytest.fixture
def told(five: Desk, tmp_path: Path) -> Desk:
    """A desk of its own with the five pages."""
    return Desk(tmp_path / "var", like=five)


def homes(desk: Desk) -> dict[str, str]:
    """Address → story id."""
    return {r["url"]: r["story_id"] for r in desk.ask("select url, story_id from articles")}


def standing(desk: Desk) -> dict[str, list[dict[str, object]]]:
    """All that is derived and shown, ids too."""
    views = ("articles", "versions", "stories", "writethrus", "version_pairs", "changes", "stale_copies")
    return desk.all_rows(views)


def test_together_makes_one_story_and_undo_leaves_everything_as_it_was(told: Desk) -> None:
    """Partition, numbers, pairs and ids: nothing of the decision stays but its record."""
    before = standing(told)
    done = decide(told.data_dir, "together", A, D, NOW, Said("night desk", "one event"))
    assert homes(told)[D] == homes(told)[A] == homes(told)[C]
    assert len(done.before) == 2
    assert done.now == (homes(told)[A],)
    undo(told.data_dir, done.decision_id, NOW + timedelta(hours=1))
    assert standing(told) == before
    kinds = told.ask("select kind, count(*) as n from story_merges group by kind order by kind")
    assert [(r["kind"], r["n"]) for r in kinds] == [("merge", 1), ("split", 1)]


def test_apart_parts_a_story_and_undo_joins_it_again(told: Desk) -> None:
    """The part that is larger keeps the id."""
    before = standing(told)
    done = decide(told.data_dir, "apart", C, A, NOW)
    home = homes(told)
    assert home[C] != home[A] == home[B]
    assert home[A] in done.before
    undo(told.data_dir, done.decision_id, NOW)
    assert standing(told) == before
    again = decide(told.data_dir, "apart", C, A, NOW + timedelta(hours=2))
    assert homes(told) == home
    assert again.decision_id != done.decision_id


def test_a_decision_holds_for_what_comes_after(told: Desk, tmp_path: Path) -> None:
    """A page that goes on stays where it was put, and the rest of its story does not follow it."""
    decide(told.data_dir, "apart", C, A, NOW)
    later = [
        record(C, "2026-03-10T12:00:00Z", (ADDED[0], NEW_SECOND, ADDED[1], *SHARED), "Prairie Ledger"),
        record(A, "2026-03-10T12:10:00Z", (ADDED[0], NEW_SECOND, ADDED[1], *SHARED), "Harbour Post"),
    ]
    told.take(write_records(tmp_path / "later.jsonl", later))
    assert homes(told)[C] != homes(told)[A] == homes(told)[B]


def test_a_decision_holds_when_all_is_taken_in_again_and_derived_anew(told: Desk, tmp_path: Path) -> None:
    """Importing again and reprocessing change nothing."""
    decide(told.data_dir, "apart", C, A, NOW)
    decide(told.data_dir, "together", D, E, NOW)
    before = standing(told)
    told.take(write_records(tmp_path / "again.jsonl", captures()))
    assert standing(told) == before
    run.reprocess(told.data_dir, known.load(), NOW)
    assert standing(told) == before


def test_stories_that_were_decided_apart_stay_two(told: Desk, tmp_path: Path) -> None:
    """A page that carries both texts joins one of them at most, and both keep their ids."""
    before = homes(told)
    decide(told.data_dir, "apart", before[D], before[E], NOW)
    both = record(
        "http://capecourier.example/x",
        "2026-03-10T12:00:00Z",
        (*FIRE, HERD[0]),
        "Cape Courier",
        headline="Both",
    )
    told.take(write_records(tmp_path / "both.jsonl", [both]))
    after = homes(told)
    assert (after[D], after[E]) == (before[D], before[E])


def test_former_ids_resolve_through_chains_of_merges(told: Desk) -> None:
    """E went into D, and D into A: both old ids lead to the story that lives, at any instant asked for."""
    before = homes(told)
    decide(told.data_dir, "together", D, E, NOW)
    middle = homes(told)[E]
    decide(told.data_dir, "together", A, D, NOW)
    now = homes(told)[A]
    assert {homes(told)[url] for url in (A, B, C, D, E)} == {now}
    for old in {before[D], before[E], middle, now}:
        assert look.story(told.data_dir, old).story_id == now
        rows = told.ask("select distinct story_id from story_as_of($old, '2026-03-10T13:00Z')", old=old)
        assert rows == [{"story_id": now}]


def test_chains_are_undone_in_any_order(told: Desk) -> None:
    """Both decisions gone, every story has its own id again."""
    before = homes(told)
    first = decide(told.data_dir, "together", D, E, NOW)
    second = decide(told.data_dir, "together", A, D, NOW)
    undo(told.data_dir, first.decision_id, NOW)
    assert homes(told)[E] == before[E]
    assert homes(told)[A] == homes(told)[D]
    undo(told.data_dir, second.decision_id, NOW)
    assert homes(told) == before


def test_decisions_are_on_record_for_good(told: Desk) -> None:
    """Who, when, why, and when it was taken back."""
    done = decide(told.data_dir, "together", D, E, NOW, Said("night desk", "one event"))
    undo(told.data_dir, done.decision_id, NOW + timedelta(hours=1), Said(reason="was wrong"))
    (row,) = decisions(told.data_dir)
    assert (row["kind"], row["a"], row["b"], row["decided_by"]) == ("together", D, E, "night desk")
    assert (row["undone_at"], row["undone_reason"]) == (NOW + timedelta(hours=1), "was wrong")
    (shown,) = told.ask("select versions_a, versions_b from decisions")
    assert [len(shown["versions_a"]), len(shown["versions_b"])] == [1, 1]


@pytest.mark.parametrize("kind", ["together", "apart"])
def test_what_was_decided_is_not_decided_again_nor_the_contrary(
    told: Desk, kind: Literal["together", "apart"]
) -> None:
    """The message names the decision that stands in the way."""
    done = decide(told.data_dir, "together", D, E, NOW)
    with pytest.raises(BadInput, match=done.decision_id):
        decide(told.data_dir, kind, E, D, NOW)


def test_names_that_mean_nothing_or_the_same_are_refused(told: Desk) -> None:
    """One line, and nothing is written."""
    with pytest.raises(NotFound, match="no story"):
        decide(told.data_dir, "apart", A, "http://nowhere.example/", NOW)
    with pytest.raises(BadInput, match="same text"):
        decide(told.data_dir, "apart", A, A, NOW)
    with pytest.raises(NotFound, match="no such decision"):
        undo(told.data_dir, "d000", NOW)
    done = decide(told.data_dir, "together", D, E, NOW)
    undo(told.data_dir, done.decision_id, NOW)
    with pytest.raises(BadInput, match="undone before"):
        undo(told.data_dir, done.decision_id, NOW)
    assert len(decisions(told.data_dir)) == 1


@pytest.mark.parametrize("split", [1, 3])
def test_when_a_decision_was_made_does_not_matter(tmp_path: Path, split: int) -> None:
    """Decided on some pages or on all: the same stories in the end."""
    desk = Desk(tmp_path / "var")
    pages = captures()
    desk.take(write_records(tmp_path / "one.jsonl", [pages[0], pages[2], *pages[3 : 3 + split - 1]]))
    decide(desk.data_dir, "apart", C, A, NOW)
    desk.take(write_records(tmp_path / "two.jsonl", pages))
    home = homes(desk)
    assert home[C] != home[A] == home[B]
