"""The index of sampled grams in the store: who meets whom, on which days, and that only few rows are looked at."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pipeline import run
from pipeline.io import known
from pipeline.io import store as store_module
from pipeline.io.store import open_store
from pipeline.steps.days import UNKNOWN_DAY
from pipeline.steps.inputs import Told
from tests.steps.conftest import lay_store

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from pipeline.io.store import Store

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORLD = known.load()
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WIRE = (
    "Ferry captain Odile Brandt steered 212 passengers ashore at Grindle Bay on a rope of mooring lines after the engine died.",
    "The boat had left Port Annick at noon with forty cars, two horses and a choir from the cathedral school.",
    "A tug reached it at dusk, by when the crew had rowed a line to the breakwater and made it fast to a bollard.",
    "The line’s owner said the engine had been overhauled in the autumn and that divers would look at the propeller.",
)
BOILERPLATE = "Readers who know more can write to our desk in confidence and will get an answer from an editor within a day."


def other(seed: int) -> tuple[str, ...]:
    """A text of its own, with words nobody else has."""
    return tuple(" ".join(f"w{seed}x{n}y{k}" for k in range(30)).capitalize() + "." for n in range(6))


class Wire:
    """A store that takes pages at so many days behind the first; None is a page without a time."""

    def __init__(self, folder: Path) -> None:
        self.data_dir, self._folder, self._taken = lay_store(folder / "var"), folder, 0
        self.zone: tzinfo = UTC  # in which records tell their times

    def take(self, *pages: tuple[str, float | None, tuple[str, ...]]) -> None:
        """Import pages (outlet, day, paragraphs) as one batch."""
        lines = []
        for outlet, day, text in pages:
            line = {
                "outlet": outlet,
                "url": f"http://{outlet.lower()}.example/a",
                "text": "\n\n".join(text),
                "headline": "Ferry",
            }
            if day is not None:
                line["captured_at"] = (FIRST + timedelta(days=day)).astimezone(self.zone).isoformat()
            lines.append(json.dumps(line))
        self._taken += 1
        path = self._folder / f"{self._taken}.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        run.import_paths(self.data_dir, [path], Told(), WORLD, NOW)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Query the writer's file."""
        with open_store(self.data_dir, NOW) as store:
            return store._connection.execute(sql).fetchall()

    def links(self) -> int:
        """How many verified links there are."""
        return int(self.ask("select count(*) from derived.link")[0][0])


@pytest.fixture
def wire(tmp_path: Path) -> Wire:
    """An empty store."""
    return Wire(tmp_path)


@pytest.mark.parametrize(
    ("first", "second", "together", "linked"),
    [
        (0, 0.1, True, True),
        (9.9, 0, False, True),
        (0, 9.9, False, True),
        (0, 11, True, False),
        (11, 0, False, False),
        (0, None, False, True),
        (None, 60, False, True),
        (60, None, True, True),
        (None, None, False, True),
    ],
)
def test_copies_meet_within_ten_days_or_where_a_time_is_unknown(
    wire: Wire, first: float | None, second: float | None, *, together: bool, linked: bool
) -> None:
    """The window is a rule between two versions; neither batch nor order widens or narrows it."""
    pages = [("Herald", first, WIRE), ("Courier", second, WIRE)]
    for batch in [pages] if together else [pages[:1], pages[1:]]:
        wire.take(*batch)
    assert wire.links() == linked


def test_two_texts_of_one_page_meet_at_any_distance(wire: Wire) -> None:
    """A page that is edited a month later is still that page."""
    wire.take(("Herald", 0, WIRE))
    wire.take(("Herald", 30, (*WIRE[:3], "Divers found a herring net around the propeller.")))
    assert wire.links() == 1


def test_a_version_that_turns_out_older_moves_in_the_index(wire: Wire) -> None:
    """An earlier capture comes in late: the version's rows stand on its new day, and copies there find it."""
    wire.take(("Herald", 40, WIRE), ("Courier", 0, WIRE))
    assert wire.links() == 0
    wire.take(("Herald", 2, WIRE))
    assert wire.links() == 1
    days = wire.ask(
        "select distinct day - 20514 from derived.gram union select day - 20514 from derived.sketch"
    )
    assert sorted(days) == [(0,), (2,)]


def test_unknown_days_stand_behind_all_others(wire: Wire) -> None:
    """So that a look at some days passes them by, or takes them in, as a whole."""
    wire.take(("Herald", None, WIRE))
    assert wire.ask("select distinct day from derived.gram") == [(UNKNOWN_DAY,)]


def test_texts_that_share_boilerplate_only_are_not_looked_at(wire: Wire) -> None:
    """What a hundred pages of an outlet have at their foot makes no pairs of them."""
    wire.take(*[(f"Paper{n}", 0.01 * n, (*other(n), BOILERPLATE)) for n in range(30)])
    with open_store(wire.data_dir, NOW) as store:
        keys = [r[0] for r in store._connection.execute("select version_key from derived.sketch").fetchall()]
        day = 20514
        asked = {
            "keys": keys,
            "first_day": day,
            "last_day": day,
            "from_day": day,
            "to_day": day,
            "unknown": UNKNOWN_DAY,
        }
        assert store.rows("candidates", **asked, least=1, share=0.15, of_lead=2) == []
        assert len(store.rows("candidates", **asked, least=1, share=0.0, of_lead=2)) == 30 * 29 // 2


def test_columns_become_rows_as_they_are(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of 64 bits, hashes of 32: no float on the way; in more lines than one; masked is null; none is none."""
    monkeypatch.setattr(store_module, "_LINE", 2)
    columns: dict[str, Any] = {
        "version_key": np.array([2**63 - 1, -(2**63), 2**53 + 1], dtype=np.int64),
        "gram": np.array([0, 2**32 - 1, 7], dtype=np.uint32),
        "in_lead": np.array([False, True, True]),
        "day": np.array([3, 4, 5], dtype=np.int32),
    }
    places: Any = np.ma.masked_array([0, 9], [True, False], np.int32)
    with open_store(wire.data_dir, NOW) as store:
        store.insert_columns("derived.gram", columns)
        store.insert_columns("derived.gram", {name: column[:0] for name, column in columns.items()})
        store._connection.execute("create table part (place integer, word varchar)")
        store.insert_columns("part", {"word": np.array(["a", None], dtype=object), "place": places})
        there = store._connection.execute(
            "select day, gram, in_lead, version_key from derived.gram"
        ).fetchall()
        parts = store._connection.execute("select place, word from part").fetchall()
    assert there == [
        (3, 0, False, 2**63 - 1),
        (4, 2**32 - 1, True, -(2**63)),
        (5, 7, True, 2**53 + 1),
    ]
    assert parts == [(None, "a"), (9, None)]


def test_a_look_at_some_days_passes_by_the_others(wire: Wire) -> None:
    """Rows of far days are not read: whole groups of rows are left out by their days."""
    with open_store(wire.data_dir, NOW) as store:
        store._connection.execute(
            "insert into derived.gram select range // 122880, (hash(range) % 1000)::uinteger, false, range from range(1228800)"
        )
        store._connection.execute("checkpoint")
        told = store._connection.execute(
            "explain analyze select count(distinct g.gram) from derived.gram as g where g.day between 3 and 4 or g.day = 2147483647"
        ).fetchall()[0][1]
    assert "2 / 10" in told or "3 / 10" in told


DATED = {
    "link": ("from_day", "to_day"),
    "mention": ("from_day", "to_day"),
    "membership": ("day",),
    "version": (
        *("outlet", "url", "words", "last_checked_at", "unreachable"),
        *("is_current", "status", "killed_at", "kill_reason"),
    ),
}


def test_an_older_store_is_told_its_days_and_pages(wire: Wire) -> None:
    """The migration writes what an import would have written, for versions without a time, too."""
    wire.take(("Herald", 0, WIRE), ("Courier", 2, WIRE), ("Ledger", None, (*WIRE[:2], *other(1))))
    wire.take(("Herald", 30, (*WIRE[:3], "Divers found a herring net around the propeller.")))
    wire.take(("Tribune", 2, (*other(2), *WIRE[:2], *other(3))))

    def told() -> dict[str, Any]:
        """What is stored, these columns last: where a later migration adds one, they change their places."""
        asked = {table: ", ".join(columns) for table, columns in DATED.items()}
        return {
            table: wire.ask(f"select * exclude ({last}), {last} from derived.{table} order by all")
            for table, last in asked.items()
        }

    before = told()
    assert all(before.values())
    with open_store(wire.data_dir, NOW) as store:
        for table, columns in DATED.items():
            for column in columns:
                store._connection.execute(f"alter table derived.{table} drop column {column}")
        store._connection.execute("delete from migration where number = 12")
    after = told()
    assert after == before


@pytest.mark.parametrize("hours", [-5, 0, 13])
def test_copies_of_an_evening_or_a_morning_are_one_story_in_every_zone(wire: Wire, hours: int) -> None:
    """Where an instant lies on another day in its own zone than in UTC, its version is found all the same."""
    wire.zone = timezone(timedelta(hours=hours))
    wire.take(("Herald", 0.7, WIRE), ("Courier", 0.71, WIRE))
    wire.take(("Tribune", 0.72, WIRE))
    homes = wire.ask("select story_key, count(*) from derived.membership group by story_key")
    assert [count for _, count in homes] == [3]


def test_a_look_at_one_version_and_at_many_give_the_same(wire: Wire) -> None:
    """A few keys are written into a statement, many are joined with."""
    wire.take(*[(f"Paper{n}", 0.01 * n, other(n)) for n in range(9)])
    with open_store(wire.data_dir, NOW) as store:
        keys = [
            key for (key,) in store._connection.execute("select version_key from derived.sketch").fetchall()
        ]
        together = store.tuples("sketched", keys=keys)
        assert sorted(together) == sorted(row for key in keys for row in store.tuples("sketched", keys=[key]))
        assert store.tuples("sketched", keys=[]) == []


def test_a_table_that_got_rows_is_not_taken_for_an_empty_one(wire: Wire) -> None:
    """What is known to be empty is not asked; an import, also one that is rolled back, ends that."""
    with open_store(wire.data_dir, NOW) as store:
        assert not store.has("derived.roundup")
        store.insert("derived.roundup", [{"version_key": 1}])
        assert store.has("derived.roundup")
        with pytest.raises(RuntimeError, match="taken back"):
            _delete_and_fail(store)
        assert store.has("derived.roundup")


def _delete_and_fail(store: Store) -> None:
    with store.transaction():
        store._connection.execute("delete from derived.roundup")
        assert store.has("derived.roundup")  # it was known to have rows, and may still
        raise RuntimeError("taken back")
