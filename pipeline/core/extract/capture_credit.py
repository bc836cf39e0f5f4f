"""Who wrote a text capture and whose wire copy it is: from labelled bylines, names near the headline, closing credits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.core.extract.capture_stamps import mended
from pipeline.core.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.core.extract.capture_layout import Layout
    from pipeline.core.extract.capture_lines import CaptureLine
    from pipeline.core.extract.furniture import Sorted
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.core.normalise.bylines import Byline

NAMES_WORDS = 12  # of a line that holds two names and an agency
NEAR = 3  # lines from header or headline to a name without "By"
BESIDE = 2  # lines from a name to the stamp below or above it
COVERED = 0.6  # of a line's letters in names: it is a byline
LEADS = 3  # paragraphs that do not name their own author
_SEAM = re.compile(r"([a-zß-ÿ]{4})(?=[A-ZÀ-Þ][a-zß-ÿ]{3,})")  # "Jane DoeCorrespondent"; not "MacDonald"
_STAMP = re.compile(r"\s*[-–—|/•·,]?\s*\d.*$")
_LETTER = re.compile(r"[^\W\d_]")


def read(
    lines: Sequence[CaptureLine], layout: Layout, sorted_: Sequence[Sorted], agencies: Agencies
) -> tuple[str | None, tuple[str, ...], str | None]:
    """The credit of a capture.

    Args:
        lines: the capture's lines.
        layout: where header, headline and copy stand.
        sorted_: what the copy and the lines below it said of themselves.
        agencies: the agencies one knows.

    Returns:
        (byline as printed, its people, the agency), from the header, the copy's own edges and the lines below.
    """
    header = [_read(lines[i].text, agencies) for i in layout.header if lines[i].sort == "byline"]
    if not any(h.authors for h in header):
        header += _unlabelled(lines, layout, agencies)
    found = [*header, *(b for s in sorted_ for b in s.bylines)]
    printed = next((b for b in found if b.authors), next((b for b in found if b.text), None))
    agency = next((a for a in (*(h.agency for h in header), *(s.agency for s in sorted_)) if a), None)
    return (printed.text, printed.authors, agency) if printed else (None, (), agency)


def _read(text: str, agencies: Agencies) -> Byline:
    return bylines.read(_SEAM.sub(r"\1, ", mended(text)), agencies)


def _unlabelled(lines: Sequence[CaptureLine], layout: Layout, agencies: Agencies) -> Iterator[Byline]:
    """Lines near header and headline that are names: with an agency, or beside a stamp and not of the story's own."""
    said = " ".join(
        [layout.headline or "", *(line.text for line in lines[layout.begin : layout.begin + LEADS])]
    ).casefold()
    for i in _near(lines, layout):
        text = _STAMP.sub("", mended(lines[i].text))
        read_ = _read(text, agencies)
        if not read_.authors:
            continue
        if read_.agency or (
            _is_all_names(text, read_) and _stands_as_one(lines, i, layout) and not _named(said, read_)
        ):
            yield read_


def _near(lines: Sequence[CaptureLine], layout: Layout) -> list[int]:
    marks = [*layout.header, *([layout.headline_at] if layout.headline else [])]
    near = {i for mark in marks for i in range(max(0, mark - NEAR), min(len(lines), mark + NEAR + 1))}
    between = range(layout.headline_at + 1, layout.begin + 1) if layout.headline else ()
    return [
        i
        for i in sorted(near | set(between))
        if i != layout.headline_at
        and lines[i].words <= NAMES_WORDS
        and lines[i].sort in ("short", "wire", "stamp")
    ]


def _is_all_names(text: str, byline: Byline) -> bool:
    """Whether a line is names and little else; names of scripts without capitals need a label."""
    cased = all(sum(w[0].isupper() for w in name.split()) > 1 for name in byline.authors)
    return cased and len(_LETTER.findall("".join(byline.authors))) >= COVERED * len(_LETTER.findall(text))


def _stands_as_one(lines: Sequence[CaptureLine], i: int, layout: Layout) -> bool:
    """Whether a name stands where bylines do: with a stamp beside it, twice on the page, or right below the headline."""
    beside = lines[max(0, i - BESIDE) : i + BESIDE + 1]
    if any(line.stamps for line in beside):
        return True
    return not lines[i].item and (lines[i].times > 1 or i == layout.headline_at + 1)


def _named(said: str, byline: Byline) -> bool:
    """Whether headline or lead speak of the person: who a story is about stands beside it in captions and topics."""
    return any(author.split()[-1].casefold() in said for author in byline.authors)
