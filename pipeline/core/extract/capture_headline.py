"""The headline of a text capture: the line above byline and stamp that shares its words with the copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.capture_lines import CaptureLine

HEADLINE_REACH = 15  # lines above the header in which the headline is
HEADLINE_WORDS = (3, 35)
_WORD = re.compile(r"\w{4,}")
_SITE = re.compile(r"\s+[|·•–—-]\s+[^|]{2,40}$")


def find(lines: Sequence[CaptureLine], begin: int, end: int, top: int) -> tuple[str | None, int]:
    """The line above the header that reads as a headline and speaks of the copy.

    Args:
        lines: the capture's lines.
        begin: index of the first line of copy.
        end: index behind its last line.
        top: index of the header's first line, or of the copy's where there is no header.

    Returns:
        (headline, its index); (None, top) if no line will do.
    """
    copy = _words(" ".join(line.text for line in lines[begin:end][:8]))
    candidates = [i for i in range(max(0, top - HEADLINE_REACH), top) if _may_be_headline(lines[i])]
    first = [i for i in range(min(3, top)) if i not in candidates and _may_be_headline(lines[i])]
    ranked = sorted(
        ((_headline_points(lines[i], copy, top - i), -i) for i in [*candidates, *first]), reverse=True
    )
    if not ranked or ranked[0][0] <= 0:
        return None, top
    index = -ranked[0][1]
    return _without_site(lines, index), index


def _words(text: str) -> set[str]:
    return {w.casefold() for w in _WORD.findall(normalise(text))}


def _may_be_headline(line: CaptureLine) -> bool:
    ends_like_prose = line.text.endswith((".", "...", "…", ":")) and not line.text.endswith(
        ("U.S.", "U.K.", "B.C.")
    )
    return (
        HEADLINE_WORDS[0] <= line.words <= HEADLINE_WORDS[1]
        and line.sort in ("short", "copy", "teaser")
        and not ends_like_prose
        and not line.item
    )


def _headline_points(line: CaptureLine, copy: set[str], distance: int) -> float:
    mine = _words(_SITE.sub("", line.text))
    shared = len(mine & copy) / max(1, len(mine))
    return 10 * shared + min(line.words, 8) / 4 - distance / 8 - 1.5 + (line.times > 1) * 0.5


def _without_site(lines: Sequence[CaptureLine], index: int) -> str:
    """The headline; of a page title "Headline - Site" without the site, where it stands alone elsewhere too."""
    text = lines[index].text
    short = _SITE.sub("", text)
    if short != text and any(line.text == short for line in lines):
        return short
    return short if " | " in text else text
