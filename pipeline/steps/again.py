"""Stored payloads read by today's extractor, as they were taken in then."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import BadInput, NotFound, StoreError
from pipeline.io import archive
from pipeline.steps import wirecopy
from pipeline.steps.raw import Raw
from pipeline.steps.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.payloads import Place
    from pipeline.model import Capture, FurnitureList, World
    from pipeline.steps.raw import WirePart
    from pipeline.steps.reading import Readers

Row = dict[str, Any]
_LINE = re.compile(r"\.(?:jsonl|ndjson)(?:\.gz)?:\d+$")  # a record told its headline besides the payload


def read_again(
    data_dir: Path,
    rows: Sequence[Row],
    world: World,
    readers: Readers,
    then: Callable[[Row], FurnitureList],
    is_it: Callable[[Capture, Row], bool] = lambda _one, _row: True,
) -> list[Capture | str | None]:
    """Stored captures read today.

    Args:
        data_dir: where the archive is.
        rows: of `keep_captures` or `captures_by_key`.
        world: outlets and agencies known.
        readers: who reads.
        then: the learned furniture that a row was read with.
        is_it: tells the item of a wire file that a row is about from its others.

    Returns:
        For each row, in order: what is read; None where the file has no such item any more; one line where the payload
        is lost, damaged or no wire file.
    """
    places = archive.find(data_dir, {row["payload_sha"] for row in rows})
    found: dict[int, Capture | str | None] = {}
    pages: list[int] = []

    def payloads() -> Iterator[tuple[Raw, datetime]]:
        for number, row in enumerate(rows):
            try:
                raw = _raw(_payload(data_dir, row["payload_sha"], places), row, then(row))
                if row["form"] == "wire":
                    found[number] = _item(raw, row, world, is_it)
                    continue
            except (NotFound, StoreError, BadInput) as error:
                found[number] = str(error)
                continue
            pages.append(number)
            yield raw, row["recorded_at"]

    read = read_all(payloads(), world, readers)
    found.update(zip(pages, read, strict=True))
    return [found[number] for number in range(len(rows))]


def _payload(data_dir: Path, sha: str, places: Mapping[str, Place]) -> bytes:
    """A payload, also one that was archived just now and is in no published index."""
    return archive.get(data_dir, sha, places if sha in places else None)


def _raw(payload: bytes, row: Row, furniture: FurnitureList) -> Raw:
    told = row["form"] == "record" or _LINE.search(row["origin"])
    return Raw(
        payload,
        row["form"],
        row["origin"],
        url=row["url"] if row["url"].startswith("http") else None,
        outlet=row["outlet"],
        captured_at=row["captured_at"],
        headline=row["headline"] if told else None,
        status=row["status"],
        charset="utf-8" if row["form"] == "record" else row["charset"],
        furniture=furniture,
    )


def _item(raw: Raw, row: Row, world: World, is_it: Callable[[Capture, Row], bool]) -> Capture | None:
    parts = _parts(raw.payload, row["origin"])
    items = (wirecopy.wire_capture(raw, part, world, row["recorded_at"]) for part in parts)
    return next((one for one in items if is_it(one, row)), None)


@lru_cache(maxsize=1)
def _parts(payload: bytes, origin: str) -> tuple[WirePart, ...]:
    """A file of a thousand items stands behind a thousand captures, one after the other."""
    return wirecopy.parts(payload, origin)
