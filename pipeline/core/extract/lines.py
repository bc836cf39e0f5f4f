"""The visible lines about the headline: there stand the stamp and the byline of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.page import HtmlPage, Line

LINES_BEFORE, LINES_AFTER = 12, 30  # around the headline


def near_headline(page: HtmlPage, headline: str | None) -> tuple[list[str], list[str]]:
    """The visible lines (above, from) the headline, furniture elements left out; the first h1 where it is not found."""
    wanted, at = headline and headline.casefold(), -1
    lines: list[Line] = []
    for line in page.line_by_line():
        if line.in_furniture:
            continue
        lines.append(line)
        if at < 0 and line.tag == "h1" and (not wanted or line.text.casefold() == wanted):
            at = len(lines) - 1
        if 0 <= at <= len(lines) - LINES_AFTER:
            break
    at = at if at >= 0 else _elsewhere(lines, wanted)
    above, below = lines[max(0, at - LINES_BEFORE) : at], lines[at : at + LINES_AFTER]
    return [line.text for line in above], [line.text for line in below]


def _elsewhere(lines: Sequence[Line], wanted: str | None) -> int:
    """Where a headline stands that is no h1; else the first h1, else the beginning."""
    same = (i for i, line in enumerate(lines) if wanted and line.text.casefold() == wanted)
    tops = (i for i, line in enumerate(lines) if line.tag == "h1")
    return next(same, next(tops, 0))
