"""The store: migrations, the lock, the published snapshot, rows in and out."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.errors import NotFound, StoreBusy, StoreError, StoreNewer
from pipeline.io.migrate import sql_files
from pipeline.io.store import SNAPSHOT, fetch, open_snapshot, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 12, tzinfo=UTC)

PROMISED = {
    "articles": "article_id outlet url headline agency story_id language published_at updated_at first_seen_at last_seen_at versions status",
    "versions": "version_id article_id outlet url number headline byline agency dateline body language words published_at updated_at "
    "changed_after first_seen_at last_seen_at last_checked_at appeared_at story_id writethru writethru_to content_hash",
    "stories": "story_id agency headline first_published_at last_changed_at outlets articles versions writethrus language",
    "writethrus": "story_id number basis wire_number attested_outlets first_seen_at first_outlet words headline first_url "
    "first_article_id first_version_id minutes_after_first minutes_after_former outlets articles latest_outlet latest_at is_latest",
    "writethru_adoption": "story_id number outlet url article_id first_run_at minutes_behind certain is_first role writethru_to "
    "minutes_after_wire version_id headline",
    "renumberings": "story_id version_id old_writethru old_to new_writethru new_to changed_at run_id",
    "story_timeline": "story_id event_at event time_source outlet article_id version_id captured headline writethru",
    "changes": "from_version to_version relation from_position to_position op class old_text new_text similarity weight",
    "sentence_changes": "from_version to_version relation from_position to_position op class old_text new_text similarity weight",
    "version_pairs": "from_version to_version relation minutes_apart unchanged edited moved added removed headline_changed weight",
    "stale_copies": "story_id outlet url runs_writethru current_writethru behind_since minutes_behind_low minutes_behind_high "
    "missing_correction wrong_text state last_checked_at right_text corrected_since missing_kill killed_since",
    "corrections": "story_id article_id version_id seen_at text",
    "correction_uptake": "story_id correction_id wrong_text right_text note announced_by announced_at announced outlet url "
    "article_id outcome fixed_at minutes_to_fix last_checked_at role",
    "kill_uptake": "story_id killed_by killed_at reason outlet url article_id outcome withdrawn_at minutes_to_withdraw "
    "last_checked_at role",
    "kills": "story_id article_id version_id seen_at reason",
    "headline_history": "article_id headline first_seen_at last_seen_at",
    "detection_lag": "outlet",
    "feed_health": "feed",
    "runs": "run_id",
    "fetches": "url outcome",
    "findings": "code message",
    "dispositions": "item disposition",
    "touches": "article_id touched_at",
    "outlets": "outlet watched_from watched_to",
    "entry_states": "feed guid headline summary published_raw first_seen_at last_seen_at",
    "furniture": "version_id position text rule",
    "claims": "kind raw source instant precision",
    "story_merges": "old_story_id new_story_id",
    "story_mentions": "story_id",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory in which nothing is stored yet."""
    data_dir = tmp_path_factory.mktemp("store") / "var"
    with open_store(data_dir, NOW):
        pass
    return data_dir


@pytest.fixture(scope="module")
def own(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it for tests that only look at what is declared there: they share one opening of its files."""
    return shutil.copytree(empty, tmp_path_factory.mktemp("own") / "var")


@pytest.fixture(scope="module")
def writers(own: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The writer's file, open."""
    with duckdb.connect(str(own / "private" / SNAPSHOT)) as connection:
        yield connection


@pytest.fixture(scope="module")
def published(own: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published snapshot, open."""
    with open_snapshot(own) as connection:
        yield connection


@pytest.mark.parametrize("view", sorted(PROMISED))
def test_every_promised_view_is_there_with_its_columns(
    published: duckdb.DuckDBPyConnection, view: str
) -> None:
    """The names of the public SQL are a promise; a view may be empty, never missing."""
    there = {row["column_name"] for row in fetch(published, f"describe {view}")}
    assert set(PROMISED[view].split()) <= there


@pytest.mark.parametrize(
    "call",
    [
        "article_as_of('http://a.example/1', '2026-03-10T04:30:00Z')",
        "article_as_of('http://a.example/1', now(), known_at := now())",
        "story_as_of('s1', '2026-03-10T04:30:00Z', known_at := null)",
        "compare('v1', 'v2')",
    ],
)
def test_every_promised_macro_answers(empty: Path, call: str) -> None:
    """Macros can be called with and without their optional argument."""
    with open_snapshot(empty) as connection:
        assert fetch(connection, f"select * from {call}") == []


@pytest.mark.parametrize(
    ("name", "text"), [(n, t) for n, t in sql_files("queries")], ids=lambda v: v if len(v) < 40 else ""
)
def test_every_query_can_be_prepared(writers: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    """No query names a table or column that is not there."""
    writers.execute(f"prepare {name} as {text}")


def test_any_client_can_open_the_snapshot_while_the_writer_works(empty: Path) -> None:
    """Readers never wait for the writer."""
    with (
        open_store(empty, NOW) as store,
        store.transaction(),
        duckdb.connect(str(empty / SNAPSHOT), read_only=True) as other,
    ):
        assert other.execute("select count(*) from versions").fetchall() == [(0,)]


def test_what_is_not_published_is_not_seen(tmp_path: Path) -> None:
    """Commit is for the writer, publish for the readers."""
    with open_store(tmp_path, NOW) as store:
        with store.transaction():
            store.insert(
                "facts.outlet", [{"name": "Harbour Post", "domains": ("a.example",), "role": "outlet"}]
            )
        with open_snapshot(tmp_path) as connection:
            assert fetch(connection, "select outlet from outlets") == []
        store.publish()
        with open_snapshot(tmp_path) as connection:
            assert fetch(connection, "select outlet, domains from outlets") == [
                {"outlet": "Harbour Post", "domains": ["a.example"]}
            ]


def test_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """All or nothing."""

    def half(store: object) -> None:
        with store.transaction():  # type: ignore[attr-defined]  # the store's own type is not the point here
            store.insert("facts.outlet", [{"name": "Harbour Post", "role": "outlet"}])  # type: ignore[attr-defined]
            raise RuntimeError

    with open_store(tmp_path, NOW) as store:
        with pytest.raises(RuntimeError):
            half(store)
        assert store.rows("count_runs") == [{"runs": 0}]
        store.publish()
    with open_snapshot(tmp_path) as connection:
        assert fetch(connection, "from outlets") == []


def test_sixty_four_bit_keys_come_back_as_they_went_in(tmp_path: Path) -> None:
    """A key that passed through a float would be another key."""
    keys = [2**63 - 1, -(2**63), 2**53 + 1]
    with open_store(tmp_path, NOW) as store:
        store.insert("derived.sketch", ({"version_key": k, "day": 1, "grams": 1, "rate": 1} for k in keys))
        rows = store.rows("sketched", keys=keys)
    assert {r["version_key"] for r in rows} == set(keys)


def test_times_come_back_as_aware_utc(tmp_path: Path) -> None:
    """DuckDB hands out zones of another library; nobody else sees them."""
    with open_store(tmp_path, NOW) as store:
        assert fetch(store._connection, "select timestamptz '2026-03-10 05:32:00-04' as t") == [
            {"t": datetime(2026, 3, 10, 9, 32, tzinfo=UTC)}
        ]


def test_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Whoever has an older writethru must not lose anything."""
    with open_store(tmp_path, NOW):
        pass
    path = tmp_path / "private" / SNAPSHOT
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into migration values (9999, 'later', now())")
    before = path.read_bytes()
    with pytest.raises(StoreNewer, match="newer writethru"), open_store(tmp_path, NOW):
        pass
    assert path.read_bytes() == before


def test_readers_see_the_views_of_a_new_release_at_once(tmp_path: Path) -> None:
    """A file of another release is brought up to date by whoever opens it first, and published."""
    with open_store(tmp_path, NOW):
        pass
    for path in (tmp_path / "private" / SNAPSHOT, tmp_path / SNAPSHOT):
        with duckdb.connect(str(path)) as older:
            older.execute("update view_state set digest = 'of an older release'")
            older.execute("drop view stale_copies")
    with open_store(tmp_path, NOW):
        pass
    with open_snapshot(tmp_path) as snapshot:
        assert fetch(snapshot, "select * from stale_copies") == []


def test_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    """Bad input gets one clear line."""
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / SNAPSHOT).write_text("hello", "utf-8")
    with pytest.raises(StoreError, match="cannot be opened") as told, open_store(tmp_path, NOW):
        pass
    assert "\n" not in str(told.value)


def test_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    """One writer at a time."""
    with (
        open_store(tmp_path, NOW),
        pytest.raises(StoreBusy, match="another writethru"),
        open_store(tmp_path, NOW, wait_seconds=0.1),
    ):
        pass


def test_nothing_published_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A newcomer is told how to begin."""
    with pytest.raises(NotFound, match="writethru run"), open_snapshot(tmp_path):
        pass


def test_snapshot_is_closed_to_files_and_writes(empty: Path) -> None:
    """A pasted query cannot read the machine or change what is stored."""
    with open_snapshot(empty) as connection:
        with pytest.raises(duckdb.Error, match="disabled"):
            connection.execute("select * from read_text('/etc/hostname')")
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("create table t (i integer)")


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """The message names the folder and what to do."""
    (tmp_path / "var").write_text("a file stands here", "utf-8")
    with pytest.raises(StoreError, match="data-dir"), open_store(tmp_path / "var", NOW):
        pass
