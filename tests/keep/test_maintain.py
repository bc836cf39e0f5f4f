"""Upkeep: smaller, published, tidy; and nothing is gone."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline import run
from pipeline.errors import NotFound, StoreBusy, StoreError
from pipeline.io import archive, compaction
from pipeline.io.store import SNAPSHOT, open_store, writer_lock
from tests.keep.test_reprocess import rows
from tests.wire_import.fiction import the_copies

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk

NOW = datetime.now(UTC)  # files are as old as the machine's clock says


def leave(path: Path, hours: float) -> Path:
    """A temporary file of a process that died some hours ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * 100)
    then = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def tree(folder: Path) -> dict[str, int]:
    """Every file and its size."""
    return {p.relative_to(folder).as_posix(): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def test_a_dry_run_touches_nothing(desk: Desk) -> None:
    """It says what would be done, with sizes."""
    leave(desk.data_dir / "private" / "tmpx1.ndjson", 2)
    before = tree(desk.data_dir)
    planned = run.maintain(desk.data_dir, NOW, apply=False)
    assert tree(desk.data_dir) == before
    assert planned.private == before[f"private/{SNAPSHOT}"]
    assert [(o.path.name, o.size) for o in planned.orphans] == [("tmpx1.ndjson", 100)]
    assert planned.after is None


def test_compaction_keeps_every_row_and_makes_the_file_smaller(desk: Desk) -> None:
    """All views as they were, a smaller file that older DuckDBs read, published; the run is in the ledger."""
    with duckdb.connect(str(desk.data_dir / "private" / SNAPSHOT)) as connection:
        connection.execute(
            "create table waste as select range as r, md5(range::varchar) as m from range(300000)"
        )
        connection.execute("checkpoint; drop table waste; checkpoint")
    before, findings = rows(desk), desk.ask("select count(*) as n from findings")
    done = run.maintain(desk.data_dir, NOW, apply=True)
    assert rows(desk) == before
    assert desk.ask("select count(*) as n from findings") == findings
    assert done.after
    assert done.after < done.private
    assert desk.ask("select kind, state from runs order by started_at desc limit 1") == [
        {"kind": "maintain", "state": "completed"}
    ]
    tags = desk.ask(
        "select tags['storage_version'] as s from duckdb_databases() where database_name = 'writethru'"
    )
    assert str(tags[0]["s"]).startswith("v1.5")


def test_the_database_is_worked_with_as_before(desk: Desk, tmp_path: Path) -> None:
    """Keys, macros and defaults are there: importing again is known, and as-of answers."""
    run.maintain(desk.data_dir, NOW, apply=True)
    before = rows(desk)
    assert set(desk.take(the_copies(tmp_path)).ledger.dispositions) == {"unchanged"}
    assert rows(desk) == before
    seen = desk.ask("from article_as_of('https://post.example/ferry', '2031-03-04T12:00:00Z')")
    assert [r["state"] for r in seen] == ["live"]


def test_only_old_temporary_files_go(desk: Desk) -> None:
    """What a living process may be writing stays, and so does everything that is no temporary file."""
    old = [
        leave(desk.data_dir / f".{SNAPSHOT}.4711", 2),
        leave(desk.data_dir / "private" / "tmpab_1.ndjson", 3),
        leave(desk.data_dir / "private" / compaction.FRESH, 5),
        leave(desk.data_dir / "archive" / "ab" / ".new-q1", 2),
    ]
    kept = [
        leave(desk.data_dir / "archive" / "ab" / ".new-q2", 0.5),
        leave(desk.data_dir / "feeds.toml", 500),
        leave(desk.data_dir / "notes.ndjson", 500),
        leave(desk.data_dir / "archive" / "ab" / "other.gz", 500),
    ]
    done = run.maintain(desk.data_dir, NOW, apply=True)
    assert {o.path for o in done.orphans} == set(old)
    assert not any(p.exists() for p in old)
    assert all(p.exists() for p in kept)


def test_a_copy_that_lacks_rows_is_not_put_in_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new file is counted before it takes the old one's name; on any doubt the old one stands."""
    counts = iter([{"facts.text": 2}, {"facts.text": 1}])
    monkeypatch.setattr(compaction, "_counts", lambda _connection: next(counts))
    private = desk.data_dir / "private" / SNAPSHOT
    inode, before = private.stat().st_ino, rows(desk)
    with pytest.raises(StoreError, match="stands as it was"):
        run.maintain(desk.data_dir, NOW, apply=True)
    assert private.stat().st_ino == inode
    assert not private.with_name(compaction.FRESH).exists()
    assert rows(desk) == before


def test_it_waits_for_no_writer_for_ever(desk: Desk) -> None:
    """Under the lock only: while another process writes, nothing is replaced."""
    with writer_lock(desk.data_dir), pytest.raises(StoreBusy), writer_lock(desk.data_dir, 0.05):
        pass


def test_nothing_stored_is_said(tmp_path: Path) -> None:
    """One line, and no database is made of nothing."""
    with pytest.raises(NotFound, match="nothing is stored"):
        run.maintain(tmp_path / "var", NOW, apply=True)
    assert not (tmp_path / "var").exists()


def test_files_of_former_versions_move_into_warc_files(desk: Desk) -> None:
    """Each is read back from its new place before it goes; a damaged one stays and is told of."""
    payload, other = b"<html><p>as once kept</p></html>" * 20, b"another" * 50
    for one in (payload, other):
        path = archive.legacy_path(desk.data_dir, archive.digest(one))
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress(one))
    path.write_bytes(gzip.compress(b"not what it was"))
    assert run.maintain(desk.data_dir, NOW, apply=False).archive.legacy == 2
    done = run.maintain(desk.data_dir, NOW, apply=True).archive
    assert (done.legacy, [f.code for f in done.findings]) == (1, ["archive-damaged"])
    assert [p for p in (desk.data_dir / "archive").rglob("*.gz") if "warc" not in p.name] == [path]
    assert archive.get(desk.data_dir, archive.digest(payload)) == payload
    again = run.maintain(desk.data_dir, NOW, apply=True).archive
    assert (again.legacy, again.open, again.unindexed) == (0, 0, ())


def test_a_lost_index_is_read_out_of_the_warc_files_again(desk: Desk) -> None:
    """Every payload is found as before, and no file is open any more."""
    before = desk.ask("select payload_sha, file, start, length, bytes from facts.payload order by all")
    with duckdb.connect(str(desk.data_dir / "private" / SNAPSHOT)) as connection:
        connection.execute("delete from facts.payload")
    with open_store(desk.data_dir, NOW) as store:
        store.publish()
    done = run.maintain(desk.data_dir, NOW, apply=True).archive
    assert (len(done.unindexed), done.open, done.findings) == (1, 1, ())
    assert (
        desk.ask("select payload_sha, file, start, length, bytes from facts.payload order by all") == before
    )
    assert not list((desk.data_dir / "archive").glob("*.open"))
    assert [archive.digest(archive.get(desk.data_dir, r["payload_sha"])) for r in before] == [
        r["payload_sha"] for r in before
    ]
