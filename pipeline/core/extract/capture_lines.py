"""The lines of a page that was saved as text, each told what kind of line it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.core.extract import capture_stamps, capture_unwrap, corrections, visible
from pipeline.core.extract.furniture_rules import rule_for
from pipeline.core.normalise import bylines
from pipeline.core.normalise.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.stamps import Setting
    from pipeline.core.extract.visible import Seen
    from pipeline.core.normalise.agencies import Agencies

Sort = Literal["copy", "short", "teaser", "stamp", "byline", "wire", "furniture", "age", "photo"]
COPY_WORDS, COPY_SIGNS = 8, 55  # a line that long and ending like a sentence is copy
TAIL = 60  # signs in which a line's end is looked for
SENTENCES_WORDS = 25  # a line that long with a sentence's end inside is copy, whatever stands at its end
_QUOTES = "\"”“’‘'»«›‹)\\]」』"  # each closes a quote in one language or another
_END = re.compile(rf"[.!?][{_QUOTES}]*$|[.!?…]\s*[»“”]$|[.!?][{_QUOTES}]*\s?\([\w/.,+\- ]{{2,24}}\)$")
_INNER_END = re.compile(rf"\w{{2}}[.!?][{_QUOTES}]*\s+[\"“„«»‘'(]?[^\W\d_a-z]")
_DENSE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_TEASER = re.compile(rf"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[{_QUOTES}]*$")
_AGE = re.compile(
    r"^(?:updated |posted |mis à jour )?(?:\d{1,2}\s?(?:s|m|h|d|w|min|mins|hrs?|minutes?|hours?|days?|"
    r"weeks?)\.? ago|il y a \d{1,2}\s?(?:min|minutes?|h|heures?|j|jours?))$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"^(?:\[[\w.%\-]{1,80}\]\s*)+|\[[\s\u00a0_]*\]|\[(?:INS|S):|:(?:INS|S)\]|\[DEL:.{0,400}?:DEL\]"
)
_EMBED = re.compile(r"^\W*\S.{0,60}\(@\w{1,20}\)")  # who wrote an embedded post, and when
_PICTURED = (
    r"foto|fotos|photo|photos|bild|bilder|bildrechte|bildquelle|fotograf|illustration|grafik|image|credit|crédits?|"
    r"copyright|quelle|billede|arkivfoto|zdroj|fotografie|fotoğraf|写真|摄影"
)
_CREDITED = re.compile(
    r"\((?:[^()/]{2,60}/)+[^()/]{2,60}\)\W*$|"
    r"\((?:photo|image|crédit|credit|file photo|getty|foto|bild)[^()]{0,80}\)\W*$|"
    rf"(?:^|[\s.!?\"”“»)])(?:{_PICTURED})(?: credit| by)?\s*(?::|©|/|\|)\s*\S[^.!?]{{1,70}}$|"
    r"©\s?[^\W\d_][^.!?]{2,60}$|"
    r"\b(?:reuters|afp|epa|dpa|ap photo|getty images)\s?/\s?[^.!?]{2,60}$|\bpurchase licensing rights\b.{0,40}$|"
    r"^\[(?:(?:image|photo|bild|foto)\s?:\s.{5,400}|[\w .\-]{1,60})\]$",
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
    if seen and len(text) <= visible.LONGEST_STAMP * 2 and not _is_sentence(text) and not _EMBED.match(text):
        return "stamp"
    return _copy_or_less(text)


def _copy_or_less(text: str) -> Sort:
    if len(text) <= 420 and _CREDITED.search(text):  # noqa: PLR2004 - a caption
        return "photo"
    if rule_for(text):
        return "furniture"
    if _TEASER.search(text[-TAIL:]):
        return "teaser"
    return "copy" if _is_sentence(text) else "short"


def _is_sentence(text: str) -> bool:
    if len(_DENSE.findall(text)) >= COPY_SIGNS // 2:
        return text.rstrip("」』）)”").endswith(("。", "！", "？"))
    words = len(text.split())
    if words < COPY_WORDS or len(text) < COPY_SIGNS or _TEASER.search(text[-TAIL:]):
        return False
    return (
        bool(_END.search(text[-TAIL:]))
        or (text.endswith(":") and len(text) > 2 * COPY_SIGNS)
        or (words >= SENTENCES_WORDS and bool(_INNER_END.search(text)))
    )


def read(raw: Sequence[capture_unwrap.Raw], agencies: Agencies, setting: Setting) -> list[CaptureLine]:
    """The lines of a text capture, in order, each with its kind.

    Args:
        raw: the lines as they stand, whole paragraphs.
        agencies: the agencies one knows.
        setting: how stamps are read.
    """
    texts = _texts(raw)
    counts = Counter(t for t, _, _ in texts)
    stamps = capture_stamps.find([t for t, _, _ in texts], setting)
    return [
        CaptureLine(t, gap, _sort_of(t, stamps.get(i, ()), agencies), counts[t], stamps.get(i, ()), item)
        for i, (t, gap, item) in enumerate(texts)
    ]


def _texts(lines: Sequence[capture_unwrap.Raw]) -> list[tuple[str, bool, bool]]:
    """(text, blank before, whether an item) of each line; what a picture's file is called is no text."""
    left = capture_unwrap.margin(lines)
    out: list[tuple[str, bool, bool]] = []
    gap = False
    for line in lines:
        plain, item = capture_unwrap.without_mark(line, left)
        text = tidy(_FILE.sub("", plain) if "[" in plain or ":" in plain else plain)
        gap = gap or line.gap
        if text:
            out.append((text, gap, item))
            gap = False
    return out
