"""One file read for `writethru extract`: bytes in, a line of JSON out. Nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from pipeline.core.extract import extract, prepare
from pipeline.core.extract.record import as_record
from pipeline.core.normalise.urls import outlet_of
from pipeline.errors import BadInput
from pipeline.model import Extracted, Page
from pipeline.steps.files import form_of, read_file
from pipeline.steps.reading import about

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.io.workers import Lost
    from pipeline.model import World


__all__ = ["Wanted", "line", "line_of_lost", "prepare"]


class Wanted(NamedTuple):
    """One input: what it is called in the output, where it lies, and what is known of it."""

    id: str
    path: str
    url: str | None = None
    timezone: str | None = None
    captured_at: datetime | None = None


def line(wanted: Wanted, world: World) -> bytes | BadInput:
    """The line of one input, with its line break; the error where it cannot be read."""
    try:
        payload = read_file(Path(wanted.path))
        form = form_of(payload, Path(wanted.path).name, wanted.path)
    except BadInput as error:
        return error
    outlet = outlet_of(wanted.url, world.outlets) if wanted.url else None
    zone = wanted.timezone or (outlet.timezone if outlet else None)
    language = outlet.language if outlet else None
    return _line(
        wanted, extract(Page(payload, form, wanted.url, zone, language, wanted.captured_at), world.agencies)
    )


def line_of_lost(wanted: Wanted, lost: Lost) -> bytes:
    """The line of an input whose reading was given up: empty, with the finding."""
    finding = about(wanted.path, lost)
    return _line(wanted, Extracted("empty", f"reading it {lost.why}", findings=(finding,)))


def _line(wanted: Wanted, extracted: Extracted) -> bytes:
    record = as_record(wanted.id, wanted.path, wanted.url, extracted)
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
