"""Files into payloads: HTML, text captures, wire and WARC files, `.jsonl` records, manifests, each plain or gzipped."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadInput
from pipeline.steps import wirecopy
from pipeline.steps.files import form_of, read_file, reason
from pipeline.steps.raw import Passed, Raw, Refused
from pipeline.steps.records import from_record, parse_line, told
from pipeline.steps.warcs import WarcReader, is_warc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the command line says about single files."""

    outlet: str | None = None
    timezone: str | None = None
    captured_at: datetime | None = None
    url: str | None = None


def read_paths(paths: Iterable[Path], say: Told) -> Iterator[Raw | Refused | Passed]:
    """Every payload in the files and folders named, in their order; what cannot be read is told, not raised.

    Revisit records of WARC files come last: the payload they refer to may stand in any of the files.
    """
    warcs = WarcReader()
    for path in paths:
        yield from _read_path(path, say, warcs)
    yield from _defaults(warcs.rest(), say)


def count_inputs(paths: Iterable[Path]) -> int:
    """How many items there are about, without reading them: lines of records, and files. For showing how far one is."""
    return sum(_count(path) for path in paths)


def _count(path: Path) -> int:
    if path.is_dir():
        return sum(_count(p) for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
    if not _is_lines(path):
        return 1
    try:
        return sum(1 for line in _open_lines(path) if line.strip())
    except (OSError, EOFError, zlib.error):
        return 1


def _defaults(found: Iterable[Raw | Refused | Passed], say: Told) -> Iterator[Raw | Refused | Passed]:
    return (_default(one, say) if isinstance(one, Raw) else one for one in found)


def _read_path(path: Path, say: Told, warcs: WarcReader) -> Iterator[Raw | Refused | Passed]:
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        if not files:
            yield Refused(
                str(path), f"{path}: an empty folder; name files with pages, text captures or .jsonl records"
            )
        for file in files:
            yield from _read_path(file, say, warcs)
    elif is_warc(path):
        yield from _defaults(warcs.read(path), say)
    elif _is_lines(path):
        yield from _lines(path, say)
    else:
        yield from _file(path, say)


def _is_lines(path: Path) -> bool:
    name = path.name.removesuffix(".gz")
    return name.endswith((".jsonl", ".ndjson"))


def _file(path: Path, say: Told, origin: str | None = None) -> list[Raw | Refused]:
    """The payloads of a file: one, except that a wire file may hold several items."""
    where = origin or str(path)
    try:
        payload = read_file(path)
        if wirecopy.is_wire(payload):
            return _items(payload, where, say)
        return [_default(Raw(payload, form_of(payload, path.name, str(path)), where, url=say.url), say)]
    except BadInput as error:
        return [Refused(where, str(error))]


def _items(payload: bytes, where: str, say: Told) -> list[Raw | Refused]:
    return [_default(Raw(payload, "wire", where, wire=part), say) for part in wirecopy.parts(payload, where)]


def _lines(path: Path, say: Told) -> Iterator[Raw | Refused]:
    empty = True
    try:
        for number, line in enumerate(_open_lines(path), start=1):
            if line.strip():
                empty = False
                yield from _line(path, number, line, say)
    except (OSError, EOFError, zlib.error) as error:
        yield Refused(str(path), f"{path}: cannot be read ({reason(error)})")
        return
    if empty:
        yield Refused(str(path), f"{path}: holds no records; a line is one JSON object")


def _open_lines(path: Path) -> Iterator[bytes]:
    if not path.exists():
        raise FileNotFoundError(2, "no such file")
    with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as file:
        yield from file


def _line(path: Path, number: int, line: bytes, say: Told) -> list[Raw | Refused]:
    origin = f"{path}:{number}"
    try:
        record = parse_line(line, origin)
        if wirecopy.is_ninjs(record):
            return _items(line.strip(), origin, say)
        if record.get("path") is None:
            return [_default(from_record(record, origin), say)]
        named = Path(record["path"])
        pages = _file(named if named.is_absolute() else path.parent / named, say, origin)
        return [p if isinstance(p, Refused) else told(p, record, origin) for p in pages]
    except BadInput as error:
        return [Refused(origin, str(error))]


def _default(raw: Raw, say: Told) -> Raw:
    """What the command line says stands in where the record says nothing."""
    return replace(
        raw,
        outlet=raw.outlet or say.outlet,
        timezone=raw.timezone or say.timezone,
        captured_at=raw.captured_at or say.captured_at,
    )
