"""``writethru wire``: wire files to JSON lines, nothing stored."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from pipeline.cli.parameters import PATH
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.core.wire.item import WireItem
    from pipeline.model import Claim

_CLAIMS = ("first_created", "version_created", "embargoed_until")


@click.command("wire")
@click.argument("paths", nargs=-1, required=True, type=PATH, help="Wire files, or folders of them.")
def wire(paths: tuple[Path, ...]) -> None:
    """Read NewsML-G2, NewsML 1.2, NITF, ninjs, Jimi, ANPA and IPTC 7901: one JSON object a line and item.

    A file that cannot be read is one line on stderr; the rest go on, and the exit code is 1.
    """
    import orjson

    failed = False
    for path in _files(paths):
        try:
            records = _records(path)
        except (BadInput, OSError) as error:
            failed = True
            click.echo(_reason(path, error), err=True)
            continue
        for one in records:
            sys.stdout.write(orjson.dumps(one).decode() + "\n")
    if failed:
        raise Exit(1)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        else:
            yield path


def _records(path: Path) -> list[dict[str, Any]]:
    from pipeline.core.wire.read import read

    return [record(item, str(path)) for item in read(path.read_bytes(), str(path))]


def _reason(path: Path, error: Exception) -> str:
    from pipeline.report.safe import visible

    if isinstance(error, OSError):
        return visible(f"writethru: {path}: {error.strerror or error}")
    return visible(f"writethru: {error}")


def record(item: WireItem, path: str) -> dict[str, Any]:
    """The item as plain data: instants as ISO 8601 in UTC, each beside its raw text and precision."""
    out: dict[str, Any] = {"path": path}
    for one in fields(item):
        value = getattr(item, one.name)
        if one.name in _CLAIMS:
            out |= _claim(one.name, value)
        elif one.name == "findings":
            out["findings"] = [{"code": f.code, "message": f.message} for f in value]
        else:
            out[one.name] = list(value) if isinstance(value, tuple) else value
    return out


def _claim(name: str, claim: Claim | None) -> dict[str, Any]:
    if claim is None:
        return {name: None, f"{name}_precision": None, f"{name}_raw": None}
    instant = claim.instant.isoformat() if claim.instant else None
    if claim.precision == "day" and claim.local_day:
        instant = claim.local_day.isoformat()
    return {name: instant, f"{name}_precision": claim.precision, f"{name}_raw": claim.raw}
