"""`writethru extract`: pages in, one JSON object a line out. Stateless: no database, no network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import context
from pipeline.errors import BadConfig, BadInput, WritethruError

if TYPE_CHECKING:
    from pipeline.model import Form, Page, World

MAX_MANIFEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One input of the command."""

    id: str
    path: str
    url: str | None = None
    timezone: str | None = None
    captured_at: datetime | None = None


def _zone(name: str | None, where: str, error: type[BadInput]) -> str | None:
    from pipeline.steps.records import check_zone

    if name:
        check_zone(name, where, error)
    return name


def _instant(value: object, zone: str | None, where: str) -> datetime | None:
    from pipeline.steps.records import capture_time

    return capture_time(value, zone, where) if isinstance(value, str) and value else None


def _row(line: str, where: str, base: Path) -> _Wanted:
    """One line of a manifest. Raises BadInput with the line's place."""
    import orjson

    try:
        row = orjson.loads(line)
        if not isinstance(row, dict) or not isinstance(row.get("path"), str):
            raise BadInput("each line is a JSON object with a path")
        path = (
            row["path"]
            if Path(row["path"]).is_absolute() or Path(row["path"]).exists()
            else str(base / row["path"])
        )
        return _Wanted(
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


def _manifest(path: Path) -> Iterator[_Wanted | BadInput]:
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


def _page(wanted: _Wanted, payload: bytes, form: Form, world: World) -> Page:
    """The page with the zone and language of its outlet, where these are not given."""
    from pipeline.core.normalise.urls import outlet_of
    from pipeline.model import Page

    outlet = outlet_of(wanted.url, world.outlets) if wanted.url else None
    zone = wanted.timezone or (outlet.timezone if outlet else None)
    return Page(payload, form, wanted.url, zone, outlet.language if outlet else None, wanted.captured_at)


def _line(wanted: _Wanted, world: World) -> bytes:
    """The JSON line of one input. Raises BadInput."""
    import orjson

    from pipeline.core.extract import extract as extract_page
    from pipeline.core.extract.record import as_record
    from pipeline.steps.inputs import form_of, read_file

    payload = read_file(Path(wanted.path))
    form = form_of(payload, Path(wanted.path).name, wanted.path)
    extracted = extract_page(_page(wanted, payload, form, world), world.agencies)
    return orjson.dumps(
        as_record(wanted.id, wanted.path, wanted.url, extracted), option=orjson.OPT_APPEND_NEWLINE
    )


def _run(inputs: Iterator[_Wanted | BadInput], world: World) -> bool:
    """Write a line for each input. -> whether all were good."""
    good = True
    for item in inputs:
        try:
            if isinstance(item, BadInput):
                raise item
            sys.stdout.buffer.write(_line(item, world))
            sys.stdout.buffer.flush()
        except BadInput as error:
            typer.echo(f"error: {error}", err=True)
            good = False
    return good


def extract(
    paths: Annotated[list[Path] | None, typer.Argument(help="HTML or text files, also gzipped.")] = None,
    url: Annotated[str | None, typer.Option(help="The page's address; only with one file.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="IANA zone for stamps that name none, e.g. America/Toronto.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="JSON lines of id, path, url, timezone, captured_at.")
    ] = None,
) -> None:
    """Extract articles from files, one JSON object a line. Nothing is stored."""
    from pipeline.io.known import load

    if (paths is None or not paths) == (manifest is None):
        raise typer.BadParameter("give files, or --manifest FILE")
    if url and paths and len(paths) > 1:
        raise typer.BadParameter("--url goes with one file; use --manifest for several")
    zone = _zone(timezone, "--timezone", BadConfig)
    world = load(context.data_dir())
    inputs: Iterator[_Wanted | BadInput] = (
        _manifest(manifest) if manifest else iter(_Wanted(str(p), str(p), url, zone) for p in paths or ())
    )
    if not _run(inputs, world):
        raise typer.Exit(1)
