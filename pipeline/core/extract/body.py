"""The body text, by trafilatura. The only module that knows it.

Balanced mode, without comments and without its stateful deduplication: a paragraph must not vanish because
another page had it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "trafilatura"
MAX_ELEMENTS = 30_000  # seven times the largest of 193 real pages
_BULLET = re.compile(r"^[-–•*·]\s+(?=\S)")
_TABLE = re.compile(r"^\|(.*)\|?$")


def version() -> str:
    """The version of trafilatura in use."""
    import trafilatura

    return str(trafilatura.__version__)


def parse(payload: bytes | str) -> Any | None:
    """The tree of a page as trafilatura parses it (its charset detection included), or None if it is no page."""
    from trafilatura import load_html

    try:
        tree = load_html(payload)
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return tree


def _within_bounds(tree: Any) -> bool:
    """Whether trafilatura will finish: it did not on pages with 50,000 links. The parser itself bounds depth, at 256."""
    return bool(tree.xpath("count(//*)") <= MAX_ELEMENTS)


def _plain(line: str) -> str:
    """A line without list and table marks."""
    line = _BULLET.sub("", line.strip())
    row = _TABLE.match(line)
    return tidy(row[1].replace("|", " ") if row else line)


def paragraphs(tree: Any, url: str | None) -> tuple[str, ...]:
    """The paragraphs of the body, in order; empty if there is no body.

    Args:
        tree: the page as `parse` gave it; it is not changed.
        url: the page's address, for trafilatura's own heuristics.
    """
    if not _within_bounds(tree):
        return _bare_paragraphs(tree.xpath("//p"))
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, url=url, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError):
        found = None
    text = getattr(found, "text", None) or ""
    return tuple(line for line in map(_plain, text.split("\n")) if line)


def _bare_paragraphs(nodes: Sequence[Any]) -> tuple[str, ...]:
    """What a page out of bounds gives: the text of its p elements that are sentences."""
    texts = (tidy("".join(node.itertext())[:20_000]) for node in nodes[:2_000])
    return tuple(t for t in texts if len(t.split()) > 7)  # noqa: PLR2004 - words of a sentence
