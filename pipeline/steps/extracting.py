"""One file read for `writethru extract`: bytes in, a line of JSON out. Nothing is stored.

Whoever hands the pages to processes of their own imports this, but nothing that a page is read with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.io.workers import Lost
    from pipeline.model import Extracted, World


class Wanted(NamedTuple):
    """One input: what it is called in the output, where it lies, and what is known of it."""

    id: str
    path: str
    url: str | None = None
    timezone: str | None = None
    captured_at: datetime | None = None


def prepare() -> None:
    """Import what pages are read with, before the time of the first one counts."""
    from pipeline.core import extract
    from pipeline.core.extract import record
    from pipeline.core.normalise import urls
    from pipeline.steps import files

    extract.prepare()
    del record, urls, files


def line(wanted: Wanted, world: World) -> bytes | BadInput:
    """The line of one input, with its line break; the error where it cannot be read."""
    from pipeline.core.extract import extract
    from pipeline.core.normalise.urls import outlet_of
    from pipeline.model import Page
    from pipeline.steps.files import form_of, read_file

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
    from pipeline.model import Extracted
    from pipeline.steps.reading import about

    finding = about(wanted.path, lost)
    return _line(wanted, Extracted("empty", f"reading it {lost.why}", findings=(finding,)))


def _line(wanted: Wanted, extracted: Extracted) -> bytes:
    from pipeline.core.extract.record import as_record

    record = as_record(wanted.id, wanted.path, wanted.url, extracted)
    import orjson

    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
