"""A page parsed once: its tree, head data and visible lines, all within bounds."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from pipeline.core.extract import blocks, places
from pipeline.core.extract.bounds import MAX_BYTES, without_attributes, without_programs
from pipeline.core.normalise.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.core.extract.blocks import Blocks
    from pipeline.core.extract.places import Mark

MAX_LINES = 4_000  # visible lines looked at
MAX_LINE = 20_000  # signs of one line
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "select", "iframe", "object", "math"}
)
_FURNITURE = frozenset(("nav", "aside", "footer"))
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    ]
)
_SEAM = re.compile(r"\0(?<=[^\W\d_A-ZÀ-Þ]\0)(?=[A-ZÀ-Þ])")  # elements that only their markup sets apart
_IN_ASCII = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")  # charsets whose bytes may be valid UTF-8 too
_UTF8 = "utf-8-sig"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_CONTROLS = bytes(range(32, 256)) + b"\t\n\r"  # to see fast whether there are any


class Markup(NamedTuple):
    """A page as text, the same in UTF-8, and the bytes that were read of it; ``is_plain``: they are valid UTF-8."""

    text: str
    data: bytes
    read: bytes
    is_plain: bool


class Source(NamedTuple):
    """A page as it came, and the charset it is stated to be in."""

    payload: bytes
    charset: str | None = None


def decode(payload: bytes, charset: str | None = None) -> str:
    """Bytes as text, control signs blanked: UTF-8 if it is, by the charset that was stated, else Windows-1252.

    What is valid UTF-8 is nothing else, but for charsets that write with ASCII's signs (`charset.stated` names them).
    Of what has more than `bounds.MAX_BYTES` programs are left out, then what is beyond.
    """
    short = payload if len(payload) <= MAX_BYTES else without_programs(payload)
    return _read_as(short[:MAX_BYTES], charset)[0]


def markup(payload: bytes, charset: str | None = None) -> Markup:
    """A page without its programs, decoded as `decode` does it; most pages are UTF-8 already."""
    read = without_programs(payload)[:MAX_BYTES]
    text, is_plain = _read_as(read, charset)
    return Markup(text, read if is_plain else text.encode("utf-8", "replace"), read, is_plain)


def _read_as(payload: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether the payload is just that in UTF-8."""
    text, is_utf8 = _decoded(payload, charset)
    if payload.translate(None, _NO_CONTROLS):
        return _CONTROLS.sub(" ", text), False
    return text, is_utf8 and not payload.startswith(BOM_UTF8)


def _decoded(payload: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether the payload is valid UTF-8 and was read as such."""
    names = (charset, _UTF8) if charset and charset.startswith(_IN_ASCII) else (_UTF8, charset)
    for name in filter(None, names):
        try:
            return payload.decode(name), name == _UTF8
        except (LookupError, UnicodeDecodeError):
            continue
    text = payload.decode(_UTF8, "replace")
    lost = text.count("\ufffd") > 1 + len(text) // 1000
    return payload.decode("cp1252", "replace") if lost else text, False


def _parser(kind: type[Any]) -> Any:
    return kind(encoding="utf-8", remove_comments=True, remove_pis=True)


def parse(data: bytes, source: Source | None = None) -> HtmlPage | None:
    """A page in UTF-8, or None if it is none. The parser bounds depth, at 256.

    ``source``: what it was made of, if that is not the same.
    """
    parser = _parser(etree.HTMLParser)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None
    if tree is None:
        return None
    last = parser.error_log.last_error
    is_cut = last is not None and last.level_name == "FATAL"
    return HtmlPage(tree, source or Source(data), is_cut)


def apart(tree: Any) -> Any | None:
    """A copy of a tree for libraries that take lxml.html's elements only, and change what they read; None if it fails."""
    return _for_others(etree.tostring(tree, encoding="utf-8", method="html"))


def with_programs(source: Source) -> Any | None:
    """The same of a page as it came: days are found in its programs too."""
    return _for_others(without_attributes(decode(*source).encode("utf-8", "replace")))


def _for_others(data: bytes) -> Any | None:
    from lxml import html

    try:
        return html.document_fromstring(data, parser=_parser(html.HTMLParser))
    except (etree.LxmlError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """One visible block of text, and the element it stands in."""

    text: str
    tag: str
    in_furniture: bool  # inside nav, aside, footer


@dataclass(frozen=True)
class HtmlPage:
    """A parsed page. ``tree`` is never changed by its readers.

    ``source``: the page as it came, with its programs. ``is_cut``: the parser gave up before the page's end.
    """

    tree: Any
    source: Source
    is_cut: bool = False

    @cached_property
    def blocks(self) -> Blocks:
        """The page as blocks of text."""
        return blocks.read(self.tree)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The visible lines in document order."""
        return tuple(self.line_by_line())

    def line_by_line(self) -> Iterator[Line]:
        """The visible lines, read no further than they are asked for: what is looked for often stands high up."""
        gathered, more = self._begun
        for number in count():
            if number == len(gathered):
                gathered.extend(islice(more, 1))
            if number == len(gathered):
                return
            yield gathered[number]

    @cached_property
    def _begun(self) -> tuple[list[Line], Iterator[Line]]:
        """The lines that were read so far, and the others."""
        return [], islice(_visible_lines(self.tree), MAX_LINES)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The elements that are marked as a byline or a stamp."""
        return tuple(places.marks(self.tree))

    @cached_property
    def headed(self) -> bool:
        """Whether there is an h1."""
        return next(self.tree.iter("h1"), None) is not None

    @cached_property
    def title(self) -> str | None:
        """The text of the title element."""
        plain = (t for t in self.tree.iter("title") if next(t.iterancestors("svg"), None) is None)
        return _text_of_first(self.tree.iterfind(".//head/title")) or _text_of_first(plain)

    @cached_property
    def html_language(self) -> str | None:
        """The language the html element states, lower case, main part only."""
        lang = (
            self.tree.get("lang")
            or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
            or self.tree.get("xml:lang")
        )
        return lang.strip().lower()[:12].replace("_", "-").split("-")[0] or None if lang else None


def _visible_lines(tree: Any) -> Iterator[Line]:
    """Text between block boundaries, in document order; silent elements skipped."""
    buffer: list[str] = []
    stack: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        ends = event == "end"
        if tag in _BLOCK:
            if buffer and (line := _line(buffer, stack)):
                yield line
            stack.pop() if ends else stack.append(tag)
        elif tag in _SILENT and not ends:
            if len(node) and next(node.iter(*_BLOCK), None) is not None and (line := _line(buffer, stack)):
                yield line
            walk.skip_subtree()
            continue
        text = node.tail if ends else node.text
        if text and (buffer or not text.isspace()):
            buffer.append(text)
    if line := _line(buffer, stack):
        yield line


def _line(buffer: list[str], stack: list[str]) -> Line | None:
    """What was gathered, if a reader sees any of it; the buffer is empty then."""
    text = tidy("".join(buffer)[:MAX_LINE]) if buffer else ""
    buffer.clear()
    return Line(text, stack[-1] if stack else "", not _FURNITURE.isdisjoint(stack)) if text else None


def text_of(node: Any) -> str:
    """All text below an element, on one line."""
    return tidy(_SEAM.sub(" ", "\0".join(node.itertext())[:MAX_LINE]).replace("\0", ""))


def _text_of_first(nodes: Iterator[Any]) -> str | None:
    return next((text_of(node) or None for node in nodes), None)
