"""A large store made of one day that was really imported: the day again and again, each time a day earlier."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from pipeline.io.store import SNAPSHOT, open_store
from pipeline.steps.days import UNKNOWN_DAY

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2026-04-01T00:00:00+00:00")
STOCK = 20  # texts of the day with a gram of which it counts as a stock phrase
_COUNTS = frozenset({"bytes"})
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def copy_days(one_day: Path, data_dir: Path, days: int) -> None:
    """Fill a fresh data directory with so many days, the last of which is the given one; unpublished."""
    for folder in (one_day, data_dir):  # both as this code has them
        with open_store(folder, NOW):
            pass
    target = data_dir / "private" / SNAPSHOT
    with duckdb.connect(str(target)) as connection:
        connection.execute("set timezone = 'UTC'; set checkpoint_threshold = '1GB'")
        connection.execute(f"attach '{one_day / 'private' / SNAPSHOT}' as day (read_only)")
        tables = _tables(connection)
        connection.execute(
            f"create temporary table stock as select gram from day.derived.gram group by gram having count(*) > {STOCK}"
        )
        for back in range(days - 1, -1, -1):
            connection.execute("begin")
            for table, columns in tables.items():
                _copy(connection, table, columns, back)
            connection.execute("commit")
        connection.execute("checkpoint")


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        "select c.schema_name, c.table_name, c.column_name, c.data_type from duckdb_columns() as c "
        "join duckdb_tables() as t on c.database_name = t.database_name and c.table_oid = t.table_oid "
        "where c.database_name = 'day' and c.schema_name in ('facts', 'derived') order by c.table_oid, c.column_index"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for schema, table, column, kind in rows:
        found.setdefault(f"{schema}.{table}", {})[column] = kind
    return found


def _copy(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], back: int) -> None:
    if back and (
        table == "facts.run" or "BIGINT" not in columns.values()
    ):  # what is known of the world stands once
        return
    if not back:
        connection.execute(f"insert into {table} by name select * from day.{table}")
        return
    chosen = ", ".join(f'{_earlier(table, name, kind, back)} as "{name}"' for name, kind in columns.items())
    connection.execute(f"insert into {table} by name select {chosen} from day.{table}")


def _earlier(table: str, name: str, kind: str, back: int) -> str:
    """The column's value in the same row of so many days before."""
    if table == "derived.gram" and name == "gram":
        return f"if(gram in (from stock), gram, (hash(gram, {back}) & 4294967295)::uinteger)"
    if kind == "VARCHAR":
        return _other_words(name, back)
    if name in {"day", "from_day", "to_day"}:  # a version without a time lies on no day
        return f'if(abs("{name}") = {UNKNOWN_DAY}, "{name}", "{name}" - {back})'
    if kind == "BIGINT" and name not in _COUNTS:
        # the upper 44 bits keep the order of keys, the lower tell the days apart, also from the day itself
        return f'("{name}" & -1048576) | (("{name}" + {back}) & 1048575)'
    if kind in {"TIMESTAMP WITH TIME ZONE", "DATE"}:
        return f'("{name}" - interval {back} day)::{kind}'
    return f'"{name}"'


def _other_words(name: str, back: int) -> str:
    if name.endswith("_id") or name == "content_hash":
        return f"left(\"{name}\", -4) || '{back:04d}'"
    if name in {"url", "value"}:
        return f"\"{name}\" || '-{back}'"
    if name in {"body", "headline", "old_text", "new_text"}:
        turn = back % 25 + 1
        return f"translate(\"{name}\", '{_LETTERS}', '{_LETTERS[turn:] + _LETTERS[:turn]}')"
    return f'"{name}"'
