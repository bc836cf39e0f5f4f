"""`writethru extract`: pages in, one JSON object a line out. Stateless: no database, no network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import context
from pipeline.cli.parameters import PATH
from pipeline.errors import BadConfig, BadInput, WritethruError

if TYPE_CHECKING:
    from pipeline.model import World
    from pipeline.steps.extracting import Wanted

MAX_MANIFEST_LINE = 1_000_000
AT_ONCE = 100  # inputs whose lines are written together


def _zone(name: str | None, where: str, error: type[BadInput]) -> str | None:
    if name:
        from pipeline.steps.records import check_zone

        check_zone(name, where, error)
    return name


def _instant(value: object, zone: str | None, where: str) -> datetime | None:
    if not isinstance(value, str) or not value:
        return None
    from pipeline.steps.records import capture_time

    return capture_time(value, zone, where)


def _row(line: str, where: str, base: Path) -> Wanted:
    """One line of a manifest. Raises BadInput with the line's place."""
    import orjson

    from pipeline.steps.extracting import Wanted

    try:
        row = orjson.loads(line)
        if not isinstance(row, dict) or not isinstance(row.get("path"), str):
            raise BadInput("each line is a JSON object with a path")
        path = (
            row["path"]
            if Path(row["path"]).is_absolute() or Path(row["path"]).exists()
            else str(base / row["path"])
        )
        return Wanted(
            str(row.get("id") or row["path"]),
            path,
            row.get("url") or None,
            _zone(row.get("timezone") or None, where, BadInput),
            _instant(row.get("captured_at"), row.get("timezone"), where),
        )
    except orjson.JSONDecodeError as error:
        raise BadInput(f"{where}: no JSON ({error.msg})") from None
    except WritethruError as error:
        raise BadInput(str(error) if str(error).startswith(where) else f"{where}: {error}") from None


def _manifest(path: Path) -> Iterator[Wanted | BadInput]:
    """The inputs a manifest lists; a bad line is given as its error."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        yield _row(line[:MAX_MANIFEST_LINE], f"{path}:{number}", path.parent)
                    except BadInput as error:
                        yield error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None


def _run(inputs: Iterator[Wanted | BadInput], world: World) -> bool:
    """Write a line for each input, in order. -> whether all were good."""
    from pipeline.steps.extracting import line, line_of_lost
    from pipeline.steps.reading import Readers

    readers, good = Readers.of(context.settings(), alone=True), True
    while batch := list(islice(inputs, AT_ONCE)):
        found = iter(
            readers.map(line, [x for x in batch if not isinstance(x, BadInput)], world, line_of_lost)
        )
        for item in batch:
            told = item if isinstance(item, BadInput) else next(found)
            if isinstance(told, BadInput):
                click.echo(f"error: {told}", err=True)
                good = False
            else:
                sys.stdout.buffer.write(told)
        sys.stdout.buffer.flush()
    return good


@click.command("extract")
@click.argument("paths", nargs=-1, type=PATH, help="HTML or text files, also gzipped.")
@click.option("--url", help="The page's address; only with one file.")
@click.option("--timezone", help="IANA zone for stamps that name none, e.g. America/Toronto.")
@click.option("--manifest", type=PATH, help="JSON lines of id, path, url, timezone, captured_at.")
def extract(paths: tuple[Path, ...], url: str | None, timezone: str | None, manifest: Path | None) -> None:
    """Extract articles from files, one JSON object a line. Nothing is stored."""
    from pipeline.io.known import load
    from pipeline.steps.extracting import Wanted

    if bool(paths) == bool(manifest):
        raise click.BadParameter("give files, or --manifest FILE")
    if url and len(paths) > 1:
        raise click.BadParameter("--url goes with one file; use --manifest for several")
    zone = _zone(timezone, "--timezone", BadConfig)
    world = load(context.data_dir())
    inputs: Iterator[Wanted | BadInput] = (
        _manifest(manifest) if manifest else iter(Wanted(str(p), str(p), url, zone) for p in paths)
    )
    if not _run(inputs, world):
        raise Exit(1)
