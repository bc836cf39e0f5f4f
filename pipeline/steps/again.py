"""A stored payload read by today's extractor, as it was taken in then."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.steps import wirecopy
from pipeline.steps.capturing import capture
from pipeline.steps.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model import Capture, World
    from pipeline.steps.raw import WirePart

Row = dict[str, Any]
_LINE = re.compile(r"\.(?:jsonl|ndjson)(?:\.gz)?:\d+$")  # a record told its headline besides the payload


def read_again(
    payload: bytes, row: Row, world: World, is_it: Callable[[Capture], bool] = lambda _one: True
) -> Capture | None:
    """The payload read today; None where the file has no such item any more.

    Args:
        payload: what the archive has of it.
        row: a row of `keep_captures` or `captures_by_key`.
        world: outlets and agencies known.
        is_it: tells the item of a wire file that the row is about from its others.

    Raises:
        BadInput: the wire file cannot be read.
    """
    told = row["form"] == "record" or _LINE.search(row["origin"])
    raw = Raw(
        payload,
        row["form"],
        row["origin"],
        url=row["url"] if row["url"].startswith("http") else None,
        outlet=row["outlet"],
        captured_at=row["captured_at"],
        headline=row["headline"] if told else None,
        status=row["status"],
        charset="utf-8" if row["form"] == "record" else None,
    )
    if row["form"] != "wire":
        return capture(raw, world, row["recorded_at"])
    items = (
        wirecopy.wire_capture(raw, p, world, row["recorded_at"]) for p in _parts(raw.payload, row["origin"])
    )
    return next(filter(is_it, items), None)


@lru_cache(maxsize=1)
def _parts(payload: bytes, origin: str) -> tuple[WirePart, ...]:
    """A file of a thousand items stands behind a thousand captures, one after the other."""
    return wirecopy.parts(payload, origin)
