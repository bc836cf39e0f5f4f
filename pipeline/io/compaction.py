"""A fresh, dense copy of the writer's file: DuckDB reuses freed blocks, but gives none back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import duckdb

from pipeline.errors import StoreError
from pipeline.io.store import MEMORY, SNAPSHOT, STORAGE, fetch, named_query, open_store, quoted, writer_lock

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FRESH = ".fresh.duckdb"
_ORDER = {  # in the order of time: a look at some days passes by the rows of all others
    '"derived"."gram"': "day",
    '"derived"."sketch"': "day",
    '"derived"."link"': "to_day",
    '"derived"."mention"': "to_day",
    '"derived"."version"': "appeared_at",
}


def compact(data_dir: Path, now: datetime) -> tuple[int, int]:
    """Copy the writer's file into a fresh one and put that in its place, under the lock. -> bytes before, after.

    At any point a crash leaves one whole file: the new one takes the old one's name only when every table has as
    many rows as before and it lies on the disk.

    Raises:
        StoreBusy: another process is writing.
        StoreError: the copy failed (disk full) or is not whole; the old file stands as it was.
    """
    with open_store(data_dir, now):  # made, migrated, not newer than this code
        pass
    private = data_dir / "private" / SNAPSHOT
    fresh = private.with_name(FRESH)
    with writer_lock(data_dir):
        before = private.stat().st_size
        try:
            _copy(private, fresh)
            with fresh.open("rb") as file:
                os.fsync(file.fileno())
            fresh.replace(private)
        except (duckdb.Error, OSError) as error:
            line = str(error).strip().splitlines()[0]
            raise StoreError(f"{private}: could not be compacted ({line}); it stands as it was") from error
        finally:
            fresh.unlink(missing_ok=True)
        return before, private.stat().st_size


def _copy(private: Path, fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    with duckdb.connect(str(private)) as connection:
        connection.execute(f"checkpoint; set memory_limit = '{MEMORY}'")  # sorting goes through a file
        counted = _counts(connection)
        connection.execute(f"attach '{quoted(fresh)}' as fresh (storage_version '{STORAGE}')")
        connection.execute(f'copy from database "{private.stem}" to fresh (schema)')
        for table in counted:
            order = f" order by {_ORDER[table]}" if table in _ORDER else ""
            connection.execute(f"insert into fresh.{table} from {table}{order}")
        connection.execute("detach fresh")
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("checkpoint")
        if _counts(connection) != counted:
            raise StoreError(f"{private}: its copy lacks rows; it stands as it was")


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of each table."""
    tables = [
        f'"{r["schema_name"]}"."{r["table_name"]}"' for r in fetch(connection, named_query("keep_tables"))
    ]
    return {t: fetch(connection, f"select count(*) as n from {t}")[0]["n"] for t in tables}
