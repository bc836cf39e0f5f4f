"""A page as blocks of text: what a reader sees as paragraphs, list items, headings, each with the places it stands in.

One walk in document order; what an element means for the text in it is worked out where it begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from pipeline.core.normalise.text import tidy

MOST_BLOCKS = 5_000  # ten times those of a long page of news
MOST_TEXTS = 60_000  # nodes
LONGEST = 20_000  # signs of one block
_BLOCK = frozenset(
    "address article blockquote body center dd details div dl dt fieldset form h1 h2 h3 h4 h5 h6 header hr html li "  # noqa: SIM905 - reads better
    "main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_BESIDE = frozenset(  # never part of the text, and what stands before and behind is not one paragraph
    "aside audio dialog figcaption figure footer iframe menu nav object video".split()  # noqa: SIM905
)
_SILENT = frozenset(  # never part of the text, wherever in a sentence
    "button canvas head input label math noscript picture script select style svg template textarea".split()  # noqa: SIM905
)
_NEVER_SUSPECT = frozenset(("html", "body", "main", "article"))
_NAMES = ("class", "id", "data-testid", "data-component")
_ASKED = frozenset((*_NAMES, "hidden", "aria-hidden", "style"))  # to read all there are takes longer
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_FOR_MACHINES = tuple("hidden sr-only screen-reader visually offscreen tooltip assistive".split())  # noqa: SIM905
# Words in the names of elements beside the text. A page may use any of them for the text itself, so they only
# make an element suspect: `clusters` acquits one that holds a good part of the page's sentences.
_SUSPECT = tuple(
    """
    comment disqus footer sidebar related recommend newsletter promo share sharing social teaser breadcrumb
    cookie consent onetrust subscri banner advert sponsor outbrain taboola popup modal masthead byline
    author caption credit read-more read-next read-also readmore readnext readalso more-on more-from
    more-stories morefrom most- trending signup sign-up hidden sr-only screen-reader visually toolbar
    timestamp print-only gallery carousel slideshow infobox factbox copyright disclaimer privacy tweet
    instagram embed latest popular livestream player breaking-news breakingnews lightbox photo content-image
    content-img contentimage detail-image detail-img inline-image inline-img article-image article-img
    excerpt__ excerpts__ tooltip reaction
    """.split()  # noqa: SIM905 - reads better
)
_SUSPECT_WORDS = frozenset(("tag", "tags", "ad", "ads", "adv"))  # whole …
_SUSPECT_ENDS = ("meta", "nav", "navbar", "navigation", "bio", "topic", "topics")  # … at the end of one …
_SUSPECT_START = "menu"  # … or at its beginning
_WORDS = re.compile(r"\w+")


class Place(NamedTuple):
    """A block element. ``parent``: the number of the one around it, -1 for none; ``name``: its class and the like."""

    tag: str
    name: str
    parent: int
    hidden: bool = False

    @property
    def suspect(self) -> bool:
        """Whether it may be something beside the text."""
        return self.tag not in _NEVER_SUSPECT and (self.hidden or self.tag == "form" or is_suspect(self.name))


class Block(NamedTuple):
    """A run of text. ``path``: numbers of the places around it, outermost first; ``links``: share of it in links."""

    text: str
    tag: str
    path: tuple[int, ...]
    links: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a page in order, and the places they stand in, by number; in words, what was too much to be read."""

    blocks: tuple[Block, ...]
    places: tuple[Place, ...]
    left_out: tuple[str, ...] = ()


class _Where(NamedTuple):
    """What an element means for the text directly in it."""

    place: int
    skipped: bool = False
    parts: bool = False  # skipped, and what stands around it is not one paragraph
    linked: bool = False


_NOWHERE = _Where(-1)


def read(tree: Any) -> Blocks:
    """The blocks of a parsed page.

    Args:
        tree: an lxml tree; it is not changed.
    """
    reader = _Reader()
    reader.read(tree)
    if len(reader.blocks) > MOST_BLOCKS:
        reader.left_out.append(f"more than {MOST_BLOCKS:,} blocks of text; the first of them were read")
    return Blocks(
        tuple(reader.blocks[:MOST_BLOCKS]), tuple(reader.places), tuple(dict.fromkeys(reader.left_out))
    )


class _Reader:
    """One walk over a page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places: list[Place] = []
        self.left_out: list[str] = []
        self._paths: list[tuple[int, ...]] = []
        self._buffer: list[str] = []
        self._texts = 0
        self._linked = 0
        self._at = -1

    def read(self, tree: Any) -> None:
        """The blocks, as the text goes, and one more than the most of them."""
        around = [_NOWHERE]
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                around.pop()
                if element.tail:
                    self._take(element.tail, around[-1], element)
            else:
                around.append(self._within(element, around[-1]))
                if around[-1].skipped:
                    self._skip(element, around[-1])
                    walk.skip_subtree()
                elif element.text:
                    self._take(element.text, around[-1])
            if self._texts > MOST_TEXTS or len(self.blocks) > MOST_BLOCKS:
                break
        if self._texts > MOST_TEXTS:
            self.left_out.append(f"more than {MOST_TEXTS:,} pieces of text; the first of them were read")
        self._flush()

    def _skip(self, element: Any, where: _Where) -> None:
        if where.parts and not all(map(str.isspace, element.itertext())):
            self._flush()

    def _take(self, text: str, where: _Where, before: Any = None) -> None:
        """A piece of text; ``before``: the element it stands behind, if it is not the first in the one around it."""
        if text.isspace():
            self._buffer.append(" ")
            return
        self._texts += 1
        if where.place != self._at or (before is not None and _is_break(before)):
            self._flush()
            self._at = where.place
        self._buffer.append(f" {text}" if before is not None and before.tag == "br" else text)
        if where.linked:
            self._linked += len(text)

    def _flush(self) -> None:
        text = tidy(self._joined()) if self._buffer else ""
        linked, self._linked = self._linked, 0
        self._buffer.clear()
        if text and self._at >= 0:
            path = self._paths[self._at]
            self.blocks.append(Block(text, self.places[self._at].tag, path, min(1.0, linked / len(text))))

    def _joined(self) -> str:
        text = "".join(self._buffer)
        if len(text) > LONGEST and not text[LONGEST:].isspace():
            self.left_out.append(f"a block of more than {LONGEST:,} signs; its beginning was read")
        return text[:LONGEST]

    def _within(self, element: Any, around: _Where) -> _Where:
        tag = element.tag
        if tag in _BESIDE or tag in _SILENT:
            return _Where(around.place, skipped=True, parts=tag in _BESIDE)
        given = {name: element.get(name) for name in element.keys() if name in _ASKED}  # noqa: SIM118 - no mapping
        if tag in _BLOCK:
            return _Where(self._enter(tag, given, around.place), linked=around.linked)
        if given and (_is_hidden(given) or _is_for_machines(given.get("class"))):
            return _Where(around.place, skipped=True)
        return _Where(around.place, linked=True) if tag == "a" else around

    def _enter(self, tag: str, given: dict[str, str], parent: int) -> int:
        name = " ".join([given[n] for n in _NAMES if n in given]) if given else ""
        self.places.append(Place(tag, name, parent, bool(given) and _is_hidden(given)))
        self._paths.append((*(self._paths[parent] if parent >= 0 else ()), len(self._paths)))
        return len(self._paths) - 1


@lru_cache(maxsize=1 << 14)  # a site's pages use the same names
def is_suspect(name: str) -> bool:
    """Whether a name of an element says that it is something beside the text."""
    low = name.lower()
    if any(word in low for word in _SUSPECT):
        return True
    words = _WORDS.findall(low)
    return any(
        word in _SUSPECT_WORDS or word.endswith(_SUSPECT_ENDS) or word.startswith(_SUSPECT_START)
        for word in words
    )


@lru_cache(maxsize=1 << 13)
def _is_for_machines(name: str | None) -> bool:
    low = (name or "").lower()
    return any(word in low for word in _FOR_MACHINES)


def _is_hidden(given: dict[str, str]) -> bool:
    """Whether an element of these attributes is not shown."""
    return (
        "hidden" in given
        or given.get("aria-hidden") == "true"
        or ("style" in given and _HIDDEN.search(given["style"]) is not None)
    )


def _is_break(element: Any) -> bool:
    """Whether text behind an element is another paragraph than text before it."""
    if element.tag != "br":
        return element.tag in _BLOCK or element.tag in _BESIDE
    former = element.getprevious()
    return former is not None and former.tag == "br" and not (former.tail or "").strip()
