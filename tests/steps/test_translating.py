"""Translations in the store: paired from whichever side comes later, shown by a view, gone when their ground is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import Desk
from tests.steps.fiction import write_records
from tests.stories.translated import FAMILY, Told, told

if TYPE_CHECKING:
    from pathlib import Path

CREDITS = {
    (FAMILY, "en"): "This report by The Canadian Press was first published {day}.",
    (FAMILY, "fr"): "La Presse Canadienne",
    ("Agence France-Presse", "en"): "AFP",
    ("Agence France-Presse", "fr"): "AFP",
}
OUTLETS = {"en": ("Harbour Post", "Prairie Ledger"), "fr": ("Le Fanal", "Le Phare de l’Est")}
STORIES = told()[:26]  # six pairs and their near misses: enough to pair in any order
WANTED = {t.pair for t in STORIES if t.pair}


def copies(one: Told, number: int) -> list[dict[str, str]]:
    """A story as the two outlets of its language run it."""
    side = one.side
    closing = CREDITS[side.family, side.language].format(
        day=f"{side.appeared_at:%B} {side.appeared_at.day}, 2026"
    )
    paragraphs = [*side.text.split("\n"), closing]
    dateline = f"{side.dateline} — {paragraphs[0]}"
    return [
        {
            "url": f"http://{''.join(filter(str.isascii, outlet)).replace(' ', '').lower()}.example/{number}",
            "outlet": outlet,
            "captured_at": side.appeared_at.isoformat(),
            "published_at": side.appeared_at.isoformat(),
            "headline": f"{one.pair or 'other'} {number}",
            "text": "\n\n".join([dateline, *paragraphs[1:]]),
        }
        for outlet in OUTLETS[side.language]
    ]


def corpus() -> list[dict[str, str]]:
    """All stories of the fiction; those of one pair run at two outlets each."""
    return [
        record
        for number, one in enumerate(STORIES)
        for record in copies(one, number)[: 2 if one.pair == "summit" else 1]
    ]


PAIRED = """
select h.headline as one, o.headline as two, t.minutes_apart, t.score, t.order_share, t.language, t.other_language,
    t.shared_names, t.shared_figures, t.evidence
from translations as t join stories as h using (story_id) join stories as o on o.story_id = t.other_story_id
order by all
"""


def paired(desk: Desk) -> list[dict[str, Any]]:
    """The rows of the view with headlines in place of ids."""
    return desk.ask(PAIRED)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The fiction, taken in at once."""
    folder = tmp_path_factory.mktemp("translations")
    desk = Desk(folder / "var")
    desk.take(write_records(folder / "all.jsonl", corpus()))
    return desk


def test_every_pair_is_shown_from_both_sides_and_no_other(full: Desk) -> None:
    """Two rows a pair, each naming the other story."""
    rows = paired(full)
    assert len(rows) == 2 * len(WANTED)
    assert all(r["one"].split()[0] == r["two"].split()[0] in WANTED for r in rows)
    assert {(r["language"], r["other_language"]) for r in rows} == {("en", "fr"), ("fr", "en")}


def test_translations_stay_stories_of_their_own(full: Desk) -> None:
    """Own ids, own write-throughs, and nobody is behind a text in another language."""
    assert full.ask("select count(*) as n from stories")[0]["n"] == len(STORIES)
    assert full.ask("select count(*) as n from stale_copies")[0]["n"] == 0


def test_the_row_says_when_and_by_what(full: Desk) -> None:
    """Minutes from this story to the other, signed; names and figures as both write them; words for people."""
    (row,) = [r for r in paired(full) if r["one"].startswith("summit") and r["language"] == "en"]
    assert row["minutes_apart"] == 155
    assert "Haugland" in row["shared_names"]
    assert "1.2 billion / 1,2 milliard" in row["shared_figures"]
    assert "in one order" in row["evidence"]
    assert "one dateline" in row["evidence"]


@pytest.mark.parametrize("seed", range(2))
def test_any_order_and_any_batches_pair_the_same(full: Desk, tmp_path: Path, seed: int) -> None:
    """Pairs are found from whichever story comes later, and evidence does not depend on it."""
    chance = random.Random(seed)  # noqa: S311 - no secret, a shuffle that can be repeated
    records = corpus()
    chance.shuffle(records)
    desk = Desk(tmp_path / "var")
    while records:
        size = chance.randint(10, 30)
        batch, records = records[:size], records[size:]
        desk.take(write_records(tmp_path / "batch.jsonl", batch))
    assert paired(desk) == paired(full)


def test_english_alone_is_not_even_indexed(tmp_path: Path) -> None:
    """Where no house of agencies writes in two languages nothing is stored for it."""
    desk = Desk(tmp_path / "var")
    english = [c for n, one in enumerate(STORIES) if one.side.language == "en" for c in copies(one, n)]
    desk.take(write_records(tmp_path / "en.jsonl", english))
    assert desk.ask("select count(*) as n from derived.anchor") == [{"n": 0}]
    assert paired(desk) == []


def test_a_correction_is_counted_at_the_other_side(tmp_path: Path) -> None:
    """When the English story is corrected, its French counterpart is a place to look."""
    desk = Desk(tmp_path / "var")
    pair = [c for n, one in enumerate(STORIES) if one.pair == "summit" for c in copies(one, n)]
    note = "This is a corrected story. An earlier version said 430 engineers."
    later = pair[0] | {"captured_at": "2026-02-03T18:00:00Z", "text": f"{pair[0]['text']}\n\n{note}"}
    desk.take(write_records(tmp_path / "pair.jsonl", [*pair, later]))
    rows = desk.ask("select language, other_corrections from translations order by language")
    assert rows == [{"language": "en", "other_corrections": 0}, {"language": "fr", "other_corrections": 1}]


def test_a_text_that_is_replaced_takes_its_translation_along(tmp_path: Path) -> None:
    """A pair whose one page turns out to run another story is told of the text, not of the page."""
    desk = Desk(tmp_path / "var")
    by_pair = {(t.pair, t.side.language): copies(t, n)[0] for n, t in enumerate(STORIES) if t.pair}
    first, french, other = by_pair["summit", "en"], by_pair["summit", "fr"], by_pair["storm", "en"]
    replaced = other | {"url": first["url"], "captured_at": "2026-02-04T12:00:00Z"}
    desk.take(write_records(tmp_path / "a.jsonl", [first, french]))
    before = paired(desk)
    desk.take(write_records(tmp_path / "b.jsonl", [replaced]))
    assert paired(desk) == before != []
