"""The headline of a text capture: a line of its own near byline and stamp that shares its words with copy and slug."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.core.extract.capture_lines import CaptureLine

REACH = 50  # lines above the header in which the headline is
HALF = 0.5
DECK = 3.0  # points that a longer line below the headline may have more
WORDS = (3, 35)
LEADS = 8  # paragraphs whose words a headline shares
FEW = 4  # words: of a shorter line, all in the copy say little
STEM = 6  # signs: words are compared by their beginning, so that inflected ones are alike
# What speaks for a line: shares of its words, a second place on the page, blank lines around it; and against it.
OF_COPY, OF_SLUG, AGAIN, ALONE, LONG, TOO_LONG, FAR, NOTHING = 8.0, 8.0, 3.0, 2.0, 8, 8.0, 8.0, 2.5
_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_DENSE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
_SITE = re.compile(r"\s+[|·•–—-]\s+[^|]{2,40}$")
_ABBREVIATED = ("U.S.", "U.K.", "B.C.", "D.C.", "Jr.", "Co.", "Inc.")


def find(
    lines: Sequence[CaptureLine],
    copy: tuple[int, int],
    header: tuple[int, int],
    captions: AbstractSet[int],
    address: str | None,
) -> tuple[str | None, int]:
    """The line above the copy that reads as its headline.

    Args:
        lines: the capture's lines.
        copy: index of the first line of copy, and behind its last.
        header: index of the first line of header or copy, and behind the header's last: the headline stands above
            the first, seldom between both.
        captions: indexes of lines about pictures.
        address: the page's URL.

    Returns:
        (headline, its index); (None, the header's first line) if no line will do.
    """
    top, low = header
    words = _stems(" ".join([line.text for line in lines[copy[0] : copy[1]] if line.sort == "copy"][:LEADS]))
    slug = _slug(address)
    points = {
        i: _points(lines, i, words, slug, top)
        for i in [*range(min(3, top)), *range(max(0, top - REACH), min(low, len(lines)))]
        if _may_be(lines[i]) and (i not in captions or _alone(lines, i))
    }
    best = max(points, key=lambda i: (points[i], -i), default=None)
    if best is None or points[best] <= 0:
        return None, top
    if points.get(best - 1, 0) > points[best] - DECK and lines[best - 1].words < lines[best].words:
        best -= 1  # what stands below is the deck
    return _whole(lines, best), best


def _stems(text: str) -> set[str]:
    plain = normalise(text).casefold()
    dense = _DENSE.findall(plain)
    return {w[:STEM] for w in _WORD.findall(plain)} | {a + b for a, b in pairwise(dense)}


def _in_ascii(text: str) -> set[str]:
    """The stems of a text as addresses spell it: without accents, and with ae, oe and ue for umlauts."""
    plain = normalise(text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _stems(bare) | _stems(plain.translate(_UMLAUTS))


def _slug(address: str | None) -> set[str]:
    """The words of the longest part of an address's path."""
    try:
        path = unquote(urlsplit(address or "").path)
    except ValueError:
        return set()
    part = max(path.split("/"), key=len, default="")
    return _in_ascii(re.sub(r"[-_+.]", " ", part)) if part.count("-") + part.count("_") > 1 else set()


def _may_be(line: CaptureLine) -> bool:
    ends_like_prose = line.text.endswith((".", "...", "…", ":")) and not line.text.endswith(_ABBREVIATED)
    return (
        WORDS[0] <= line.words <= WORDS[1]
        and line.sort in ("short", "copy", "teaser", "photo")
        and not ends_like_prose
        and not line.item
    )


def _alone(lines: Sequence[CaptureLine], i: int) -> bool:
    """Whether blank lines stand around a line."""
    return lines[i].gap and (i + 1 >= len(lines) or lines[i + 1].gap)


def _named(line: CaptureLine, slug: set[str]) -> float:
    """The share of its words, or the slug's, that the other has."""
    mine = _in_ascii(_SITE.sub("", line.text))
    return len(mine & slug) / max(FEW, min(len(mine), len(slug)))


def _points(lines: Sequence[CaptureLine], i: int, words: set[str], slug: set[str], top: int) -> float:
    """How much speaks for a line: words it shares with the copy and the slug, blank lines around it, nearness."""
    line = lines[i]
    mine = _stems(_SITE.sub("", line.text))
    shared = len(mine & words) / max(FEW, len(mine))
    named = _named(line, slug)
    return (
        OF_COPY * shared
        + OF_SLUG * named
        + AGAIN * (line.times > 1) * shared
        + ALONE * _alone(lines, i)
        + min(line.words, LONG) / 4
        - max(0, line.words - LONG) / TOO_LONG
        - abs(top - i) / FAR
        - NOTHING
    )


def _whole(lines: Sequence[CaptureLine], index: int) -> str:
    """The headline without kicker or site's name, where it stands alone elsewhere too; without a site behind a bar."""
    text = lines[index].text
    alone = (line.text for line in lines if _is_part(line.text, text))
    short = _SITE.sub("", text)
    return next(alone, short if " | " in text else text)


def _is_part(part: str, headline: str) -> bool:
    """Whether a line is what a longer one begins or ends with."""
    if not HALF * len(headline) < len(part) < len(headline):
        return False
    return headline.startswith(f"{part} ") or headline.endswith(f" {part}")
