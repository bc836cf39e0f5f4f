"""Numbered migrations, forward only, each in one transaction with its own record; views follow the code."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.core.stories import DERIVATION
from pipeline.errors import StoreNewer

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

_LEDGER = """
create table if not exists migration (number integer primary key, name varchar not null, applied_at timestamptz not null);
create table if not exists view_state (digest varchar not null)
"""


@cache
def sql_files(kind: str) -> tuple[tuple[str, str], ...]:
    """The statements of one folder (migrations, queries or views): (name without .sql, text), by name."""
    folder = resources.files("pipeline.io") / "sql" / kind
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple((f.name.removesuffix(".sql"), f.read_text("utf-8")) for f in found)


def migrate(connection: duckdb.DuckDBPyConnection, now: datetime, where: str) -> bool:
    """Bring a database up to this code. -> whether that changed anything, views included.

    Raises:
        StoreNewer: a newer writethru has written it; nothing was touched.
    """
    steps = [(int(name.split("_", 1)[0]), name, text) for name, text in sql_files("migrations")]
    connection.execute(_LEDGER)
    done = {int(number) for (number,) in connection.execute("select number from migration").fetchall()}
    latest = max(done, default=0)
    if latest > steps[-1][0]:
        message = (
            f"{where}: written by a newer writethru (schema {latest}, this one knows {steps[-1][0]}); "
            "upgrade writethru or point --data-dir elsewhere; nothing was changed"
        )
        raise StoreNewer(message)
    for number, name, text in steps:
        if number not in done:
            _apply(connection, number, name, text, now)
    if not done:
        connection.execute("insert into derived.made_by values ($number)", {"number": DERIVATION})
    changed_views = _views(connection)
    return latest < steps[-1][0] or changed_views


def _apply(connection: duckdb.DuckDBPyConnection, number: int, name: str, text: str, now: datetime) -> None:
    connection.execute("begin")
    connection.execute(text)
    connection.execute(
        "insert into migration values ($number, $name, $now)", {"number": number, "name": name, "now": now}
    )
    connection.execute("commit")


def _views(connection: duckdb.DuckDBPyConnection) -> bool:
    files = sql_files("views")
    digest = hashlib.sha256("\n".join(text for _, text in files).encode()).hexdigest()
    row = connection.execute("select max(digest) from view_state").fetchone()
    if row and row[0] == digest:
        return False
    connection.execute("begin")
    for _, text in files:
        connection.execute(text)
    connection.execute("delete from view_state")
    connection.execute("insert into view_state values ($digest)", {"digest": digest})
    connection.execute("commit")
    return True
