"""`writethru sql`: read-only queries on the published snapshot."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any
from uuid import UUID

import click

from pipeline.cli import context
from pipeline.cli.parameters import OneOf
from pipeline.errors import BadInput

_WIDEST = 120  # signs of a cell that a table shows; json and csv are whole


class SqlFormat(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@click.command("sql")
@click.argument("query", help="As in: select outlet, count(*) from articles group by outlet")
@click.option(
    "--format",
    "format_",
    type=OneOf(SqlFormat),
    default=SqlFormat.TABLE.value,
    help="How to write the rows.",
)
def sql(query: str, format_: SqlFormat) -> None:
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
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    for kind, write in _PLAIN:
        if isinstance(value, kind):
            return write(value)
    return value


def _instant(value: datetime) -> str:
    return (value.astimezone(UTC) if value.tzinfo else value).isoformat()


_PLAIN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (datetime, _instant),
    ((date, time), lambda value: value.isoformat()),
    (Decimal, float),
    ((timedelta, UUID), str),
    (bytes, bytes.hex),
    (float, lambda value: value if isfinite(value) else None),
)


def _json(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    import json

    out = [dict(zip(names, row, strict=True)) for row in rows]
    sys.stdout.write(json.dumps(out, ensure_ascii=False, allow_nan=False, default=str) + "\n")


def _csv(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Columns where they fit, else one record below the other: cells broken in two letters help nobody."""
    cells = [[_cell(value) for value in row] for row in rows]
    console = context.console()
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(names)]
    if sum(widths) + 3 * len(widths) <= console.width or not console.is_terminal:
        _columns(names, cells, widths)
    else:
        _records(names, cells)
    sys.stdout.write(f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n")


def _cell(value: Any) -> str:
    from pipeline.report.safe import visible

    text = "" if value is None else " ".join(visible(str(value)).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _columns(names: list[str], cells: list[list[str]], widths: list[int]) -> None:
    for row in (names, ["─" * width for width in widths], *cells):
        line = " │ ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")


def _records(names: list[str], cells: list[list[str]]) -> None:
    widest = max(map(len, names))
    for number, row in enumerate(cells, start=1):
        sys.stdout.write(f"─── {number} {'─' * 20}\n")
        for name, cell in zip(names, row, strict=True):
            sys.stdout.write(f"{name.rjust(widest)}  {cell}\n")


_WRITERS = {SqlFormat.TABLE: _table, SqlFormat.JSON: _json, SqlFormat.CSV: _csv}
