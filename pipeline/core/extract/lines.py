"""The visible lines about the headline: there stand the stamp and the byline of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.core.extract.page import HtmlPage

LINES_BEFORE, LINES_AFTER = 12, 30  # around the headline


def near_headline(page: HtmlPage, headline: str | None) -> tuple[list[str], list[str]]:
    """The visible lines (above, from) the headline, furniture elements left out; the first h1 where it is not found."""
    lines = [line for line in page.lines if not line.in_furniture]
    same = [i for i, line in enumerate(lines) if headline and line.text.casefold() == headline.casefold()]
    tops = [i for i, line in enumerate(lines) if line.tag == "h1"]
    at = next((i for i in tops if not headline or i in same), next(iter([*same, *tops]), 0))
    above, below = lines[max(0, at - LINES_BEFORE) : at], lines[at : at + LINES_AFTER]
    return [line.text for line in above], [line.text for line in below]
