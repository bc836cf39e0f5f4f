"""`writethru sql`: read-only queries on the published snapshot."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import typer

from pipeline.cli import context
from pipeline.errors import BadInput


class SqlFormat(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def sql(
    query: Annotated[
        str, typer.Argument(help="As in: select outlet, count(*) from articles group by outlet")
    ],
    format_: Annotated[SqlFormat, typer.Option("--format", help="How to write the rows.")] = SqlFormat.TABLE,
) -> None:
    """Ask the published snapshot; instants are UTC."""
    import duckdb

    from pipeline.steps import look

    try:
        names, rows = look.sql(context.data_dir(), query)
    except duckdb.Error as error:
        message = f"sql: {str(error).strip().splitlines()[0]}"
        raise BadInput(message) from error
    _WRITERS[format_](names, [tuple(_plain(value) for value in row) for row in rows])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, timedelta, UUID)):
        return float(value) if isinstance(value, Decimal) else str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def _json(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    import json

    out = [dict(zip(names, row, strict=True)) for row in rows]
    sys.stdout.write(json.dumps(out, ensure_ascii=False, allow_nan=False, default=str) + "\n")


def _csv(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.safe import visible

    table = Table(box=SIMPLE_HEAD)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*("" if v is None else Text(visible(str(v))) for v in row))
    console = context.console()
    console.print(table)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


_WRITERS = {SqlFormat.TABLE: _table, SqlFormat.JSON: _json, SqlFormat.CSV: _csv}
