"""The body text of a page: our own reading of it, and trafilatura's where ours finds next to nothing.

Ours keeps paragraphs as the page has them, and takes a quarter of trafilatura's time (docs/extraction.md has the
figures of both). The only module that knows trafilatura.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.extract import clusters
from pipeline.core.extract.page import apart
from pipeline.core.normalise.text import count_words, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.core.extract.page import HtmlPage

NAME = "writethru"
VERSION = "3"  # of what is here, `blocks`, `clusters` and what is a byline: raised where a change gives another text
LITTLE = 60  # words: below, a page that has more is looked at a second time …
TWICE = 2  # … and the other reading taken if it is so many times as long
MAX_ELEMENTS = 30_000  # within which trafilatura ends in time: seven times the largest of 193 real pages
_BULLET = re.compile(r"^[-–•*·]\s+(?=\S)")
_READ_ALOUD = re.compile(
    r",? ?\(?\bopens (?:in )?(?:a )?new (?:tab|window)\b\)?(?: or window\)?)?", re.IGNORECASE
)
_TABLE = re.compile(r"^\|(.*)\|?$")


def version() -> str:
    """The version of what reads bodies, ours and trafilatura's."""
    return f"{VERSION} trafilatura {_trafilatura()}"


@cache
def _trafilatura() -> str:
    """Its version, as its folder of metadata is called: to import it, or what reads those, takes longer than a page."""
    spec = find_spec("trafilatura")
    beside = Path(spec.origin).parents[1] if spec and spec.origin else Path()
    found = [folder.name for folder in beside.glob("trafilatura-*.dist-info")]
    if len(found) == 1:
        return found[0].removeprefix("trafilatura-").removesuffix(".dist-info")
    from importlib.metadata import version as installed

    return installed("trafilatura")


def paragraphs(page: HtmlPage, url: str | None) -> tuple[str, ...]:
    """The paragraphs of the body, in order; empty if there is no body.

    Args:
        page: the parsed page; it is not changed.
        url: the page's address, for trafilatura's own heuristics.
    """
    own = tuple(_plain(b.text) for b in clusters.body_of(page.blocks))
    own = tuple(text for text in own if text)
    if _is_long(own) or not _has_more(page, own):
        return own
    other = _by_trafilatura(page.tree, url)
    return other if count_words(other) > TWICE * count_words(own) else own


def _is_long(texts: Iterable[str]) -> bool:
    """Whether texts have LITTLE words or more; what is beyond is not counted."""
    return any(words >= LITTLE for words in accumulate(count_words((text,)) for text in texts))


def _has_more(page: HtmlPage, own: Iterable[str]) -> bool:
    """Whether a page has so much text that is no links that a reading of it may be taken instead of ours.

    A list of links is no body, whoever reads it. In signs: scripts that set no blanks have no words to count.
    """
    whole = sum(len(block.text) for block in page.blocks.blocks if block.links <= clusters.LINKS)
    return whole >= TWICE * sum(map(len, own))


def _by_trafilatura(tree: Any, url: str | None) -> tuple[str, ...]:
    """Balanced mode, without its stateful deduplication: a paragraph must not vanish because another page had it."""
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        return ()
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(apart(tree), url=url, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError):
        found = None
    text = getattr(found, "text", None) or ""
    return tuple(line for line in map(_plain, text.split("\n")) if line)


def _plain(line: str) -> str:
    """A line without list and table marks, and without what links say to machines that read aloud."""
    line = _BULLET.sub("", line.strip())
    if "new" in line:
        line = _READ_ALOUD.sub("", line)
    row = _TABLE.match(line)
    return tidy(row[1].replace("|", " ") if row else line)
