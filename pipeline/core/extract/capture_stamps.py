"""The stamps of a text capture: lines are mended for the visible ladder, which was made for a page's elements.

A dump sets what stood in neighbouring elements without a blank between ("2026Updated"), puts day and time on two
lines, or published and updated on one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.extract import visible, zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.core.extract.stamps import Setting
    from pipeline.core.extract.visible import Seen

_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_YEAR_SEEN = re.compile(_YEAR)
_SEAMS = (
    re.compile(rf"({_YEAR})(?=\d{{1,2}}[:.]\d{{2}})"),  # "April 28 20232:23 PM"
    re.compile(r"(\d|[ap]\.?m\.?|[A-Z]{3,4}|Uhr)(?=[A-ZÀ-Þ][a-zß-ÿ]{3,})"),  # "2026Updated"
    re.compile(r"([a-zß-ÿ]{2})(?=\d{1,2}\. ?(?:\d|[A-ZÀ-Þ]))"),  # "Mühlbauer24.04.2024"
    re.compile(rf"({_YEAR})[-–](?=\d{{1,2}}:\d{{2}})"),
)
_FILE = re.compile(r"^[\w .-]{1,60}\.(?:jpe?g|png|gif|webp|svg|avif)\s+", re.IGNORECASE)
_UPDATED = re.compile(
    r"\b(?:last |zuletzt |dernière )?(?:updated?|modified|aktualisiert|mise? à jour|actualizad[oa]|aggiornat[oa]|"
    r"bijgewerkt|atualizad[oa]|oppdatert|opdateret|uppdaterad|uppfært|güncelleme|最終更新)\b",
    re.IGNORECASE,
)
_PARTS = " |•·–—(（/-"  # what stands between published and updated
_ZONE = re.compile(r"(?:[A-Z]{2,4}|(?:UTC|GMT)[+-]\d{1,2})$")
_CLOCK_ALONE = re.compile(
    r"^\W*(?:at |um |à |às |kl\.? ?)?\d{1,2}\s?[:.hH]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:Uhr|h|[A-Z]{2,4}))?\W*$",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\d{1,2}:\d{2}\s?(?:min(?:ute[ns]?|utes)?\b\.?)|\bverfügbar bis\b|\bavailable until\b", re.IGNORECASE
)


def mended(text: str) -> str:
    """A line as its elements would have given it: with blanks where they met, without a picture's file name."""
    text = _FILE.sub("", text)
    for seam in _SEAMS:
        text = seam.sub(r"\1 ", text)
    return text


def find(lines: Sequence[str], setting: Setting) -> dict[int, tuple[Seen, ...]]:
    """The stamps by the index of their line.

    Args:
        lines: the capture's lines.
        setting: how stamps are read.
    """
    pieces = [(i, *piece) for i, line in enumerate(lines) for piece in _pieces(lines, i, line)]
    found: dict[int, list[Seen]] = defaultdict(list)
    for seen in visible.find([text + added for _, text, added in pieces], setting):
        index, _, added = pieces[seen.index]
        raw = seen.claim.raw.removesuffix(added) if added else seen.claim.raw
        found[index].append(replace(seen, claim=replace(seen.claim, raw=raw)))
    return {index: tuple(seen) for index, seen in found.items()}


def _pieces(lines: Sequence[str], i: int, line: str) -> Iterator[tuple[str, str]]:
    """(text, the zone that stands elsewhere on the line) of each stamp of a line."""
    if len(line) > visible.LONGEST_LINE or not any(c.isdigit() for c in line):
        yield line, ""
        return
    text = mended(line)
    if _DURATION.search(text):
        yield "", ""
        return
    if i + 1 < len(lines) and len(text) <= visible.LONGEST_STAMP and _CLOCK_ALONE.match(lines[i + 1]):
        text = f"{text.rstrip(' ,')}, {lines[i + 1]}"
    label = _UPDATED.search(text, 1)
    if label is None or (visible.is_stamp(text) and not _YEAR_SEEN.search(text, label.end())):
        yield text, ""
        return
    first, second = text[: label.start()].rstrip(_PARTS), text[label.start() :].rstrip(")） ")
    zone = _ZONE.search(second)
    yield first, f" {zone[0]}" if zone and not zones.written(first)[1] else ""
    yield second, ""
