"""The lines of a page that was saved as text: unwrapped, and each told what kind of line it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pipeline.core.extract import corrections, visible
from pipeline.core.extract.furniture_rules import rule_for
from pipeline.core.normalise import bylines
from pipeline.core.normalise.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.stamps import Setting
    from pipeline.core.extract.visible import Seen
    from pipeline.core.normalise.agencies import Agencies

Sort = Literal["copy", "short", "teaser", "stamp", "byline", "wire", "furniture", "age", "photo"]
MAX_LINES = 6_000
MAX_LINE = 10_000
FULL, BROKEN = 55, 5  # signs of a full line of a wrapped dump; how many broken ones show that it is one
COPY_WORDS, COPY_SIGNS = 8, 55  # a line that long and ending like a sentence is copy
WRAPPED_AT = 110  # signs: in a wrapped dump no line is longer
_END = re.compile(r"[.!?][\"”’'»)\]]*$|[.!?]\s*»$")
_DENSE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_TEASER = re.compile(r"(?:\.\.\.|…|\[…\])[\"”’'»)]*$")
_AGE = re.compile(
    r"^(?:updated |posted |mis à jour )?(?:\d{1,2}\s?(?:s|m|h|d|w|min|mins|hrs?|minutes?|hours?|days?|"
    r"weeks?)\.? ago|il y a \d{1,2}\s?(?:min|minutes?|h|heures?|j|jours?))$",
    re.IGNORECASE,
)
_MARK = re.compile(r"^[\s•·▪◦*●○‣–—-]+(?=\S)|^\[[ xX]?\]\s*|^\[(?=[A-Za-z ]{2,30}\]$)")
_PICTURE = re.compile(r"^\[[\w .\-]{1,60}\]$")
_CREDITED = re.compile(
    r"\((?:[^()/]{2,60}/)+[^()/]{2,60}\)\W*$|\((?:photo|image|crédit|credit|file photo|"
    r"getty)[^()]{0,80}\)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """A line: its text, whether a blank line stands before it, its kind, how often it occurs, its stamps."""

    text: str
    gap: bool
    sort: Sort
    times: int = 1
    stamps: tuple[Seen, ...] = ()
    item: bool = False  # it began with a list mark

    @property
    def words(self) -> int:
        """How many words it has; two signs of scripts without blanks count as one."""
        return len(self.text.split()) + len(_DENSE.findall(self.text)) // 2


def _raw(text: str) -> list[tuple[str, bool]]:
    """(line, blank before) of every line with text."""
    out: list[tuple[str, bool]] = []
    gap = True
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if len(out) >= MAX_LINES:
            break
        plain = line.strip("\ufeff \t\u00a0\u2003")
        if plain and _MARK.sub("", plain):
            out.append((line[:MAX_LINE].rstrip(), gap))
            gap = False
        elif not plain:
            gap = True
    return out


def _is_wrapped(lines: Sequence[tuple[str, bool]]) -> bool:
    """Whether a dump broke its paragraphs: no long line, and many full lines that a next one continues."""
    if not lines or max(len(line) for line, _ in lines) > WRAPPED_AT:
        return False
    full = sum(
        1 for (line, _), (_, gap) in pairwise(lines) if not gap and len(line) > FULL and not _END.search(line)
    )
    return full >= BROKEN


def _unwrap(lines: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    out: list[tuple[str, bool]] = []
    former = ""
    for line, gap in lines:
        broken = out and not gap and len(former) > 50 and not _MARK.match(line) and not visible_label(line)  # noqa: PLR2004 - most of 72
        if broken:
            out[-1] = (f"{out[-1][0]} {line.strip()}", out[-1][1])
        else:
            out.append((line, gap))
        former = line
    return out


def visible_label(line: str) -> bool:
    """Whether a line begins with a stamp's label or a byline's."""
    return bool(
        re.match(
            r"^\s*(?:by|par|posted|published|updated|last updated|publié|mis à jour)\b", line, re.IGNORECASE
        )
    )


def _sort_of(text: str, seen: Sequence[Seen], agencies: Agencies) -> Sort:
    """What kind of line it is."""
    if _AGE.match(text):
        return "age"
    if corrections.is_correction(text):
        return "copy"
    if corrections.first_published(text, agencies) or agencies.find(text, "credit"):
        return "wire" if not bylines.is_labelled(text) else "byline"
    if bylines.is_labelled(text) and len(text) <= visible.LONGEST_LINE:
        return "byline"
    if seen and len(text) <= visible.LONGEST_STAMP * 2 and not _is_sentence(text):
        return "stamp"
    return _copy_or_less(text)


def _copy_or_less(text: str) -> Sort:
    if len(text) <= 420 and _CREDITED.search(text):  # noqa: PLR2004 - a caption
        return "photo"
    if rule_for(text):
        return "furniture"
    if _TEASER.search(text):
        return "teaser"
    return "copy" if _is_sentence(text) else "short"


def _is_sentence(text: str) -> bool:
    if len(_DENSE.findall(text)) >= COPY_SIGNS // 2:
        return text.rstrip("」』）)”").endswith(("。", "！", "？"))
    long = len(text.split()) >= COPY_WORDS and len(text) >= COPY_SIGNS
    return (
        long
        and bool(_END.search(text) or (text.endswith(":") and len(text) > 2 * COPY_SIGNS))
        and not _TEASER.search(text)
    )


def read(text: str, agencies: Agencies, setting: Setting) -> list[CaptureLine]:
    """The lines of a text capture, in order.

    Args:
        text: the capture.
        agencies: the agencies one knows.
        setting: how stamps are read.
    """
    raw = _raw(text)
    if _is_wrapped(raw):
        raw = _unwrap(raw)
    texts = [
        (tidy(_MARK.sub("", line)), gap, bool(_MARK.match(line)))
        for line, gap in raw
        if not _PICTURE.match(line.strip())
    ]
    texts = [t for t in texts if t[0]]
    counts = Counter(t for t, _, _ in texts)
    seen = visible.find([t for t, _, _ in texts], setting)
    by_line: dict[int, list[Seen]] = {}
    for stamp in seen:
        by_line.setdefault(stamp.index, []).append(stamp)
    return [
        CaptureLine(
            t, gap, _sort_of(t, by_line.get(i, ()), agencies), counts[t], tuple(by_line.get(i, ())), item
        )
        for i, (t, gap, item) in enumerate(texts)
    ]
