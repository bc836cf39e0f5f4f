"""XML and HTML from strangers, read without entities, network or outside files, and cut into paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.core.normalise.text import tidy
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 32 * 1024 * 1024  # a wire item is some 10 KB, a day's package of them some MB
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2")
_LISTS = ("li", "dt", "dd", "tr", "table", "ul", "ol", "dl", "hr")
_GROUPS = ("p", "div", "section", "article", "blockquote", "bq", "block", "body", "nitf", "body.content")
_BLOCK = frozenset((*_HEADINGS, *_LISTS, *_GROUPS))
_MEDIA = ("media", "figure", "figcaption", "aside", "object", "iframe")
_SKIP = frozenset(("head", "title", "script", "style", "template", *_MEDIA))
_CELL = frozenset(("td", "th"))
_BLANK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n")
_INDENT = re.compile(r"(?:\t|  )\s*\S")
_WRAPPED = 90  # signs: teletype lines end earlier, a line longer than this is a paragraph
_OUTER = re.compile(r"\s*<p>([^<]*)</p>\s*\Z")


def parse(body: bytes, name: str) -> etree._Element:
    """The document's root.

    Raises:
        BadInput: it is too big, declares entities, or is not well-formed.
    """
    if b"<!ENTITY" in body.replace(b"\0", b""):
        raise BadInput(f"{name}: the XML declares entities, which no wire file needs; it is not read")
    parser = etree.XMLParser(
        encoding=_encoding(body),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split("(<", 1)[0].strip()
        raise BadInput(f"{name}: not well-formed XML: {tidy(reason)[:160]}") from error


def _encoding(body: bytes) -> str | None:
    """UTF-8 where the bytes are that (text beyond ASCII is not so by chance), whatever the declaration says.

    Some agencies declare iso-8859-1 and send UTF-8. None leaves it to the declaration.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if body.isascii() else "utf-8"


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def every(element: etree._Element, path: str) -> list[etree._Element]:
    """All elements at a path like ``itemMeta/edNote`` (``//`` in front: at any depth), in any namespace."""
    steps = "/".join(f"{{*}}{step}" for step in path.removeprefix("//").split("/"))
    return element.findall(f".//{steps}" if path.startswith("//") else steps)


def first(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at a path, or None."""
    return next(iter(every(element, path)), None)


def text(element: etree._Element | None) -> str | None:
    """All text inside an element on one line, None if there is none."""
    if element is None:
        return None
    return tidy(" ".join(part for part in element.itertext() if isinstance(part, str))) or None


def text_at(element: etree._Element, *paths: str) -> str | None:
    """The first text found at one of the paths."""
    return next((found for path in paths for e in every(element, path) if (found := text(e))), None)


def value_at(element: etree._Element, path: str, attribute: str) -> str | None:
    """The first non-empty attribute of that name at a path."""
    return next((tidy(v) for e in every(element, path) if (v := e.get(attribute)) and tidy(v)), None)


def paragraphs(root: etree._Element) -> tuple[str, ...]:
    """The text of an XHTML, HTML or NITF content element, block by block; captions and scripts are left out."""
    return tuple(line for piece in _pieces(root) for part in _BLANK.split(piece) if (line := tidy(part)))


def _pieces(root: etree._Element) -> Iterator[str]:
    buffer: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = local(element).lower()
        if event == "start":
            if tag in _BLOCK or tag == "pre":
                yield "".join(buffer)
                buffer.clear()
            if tag == "pre":
                yield from plain("".join(map(str, element.itertext())))
            if tag in _SKIP or tag == "pre":
                walker.skip_subtree()
            else:
                buffer.append("\n" if tag == "br" else element.text or "")
            continue
        if tag in _BLOCK:
            yield "".join(buffer)
            buffer.clear()
        if element is not root:
            buffer.append((" " if tag in _CELL else "") + (element.tail or ""))
    yield "".join(buffer)


def html(text: str) -> tuple[str, ...]:
    """The paragraphs of an HTML string."""
    inner = _OUTER.match(text)
    if inner or "<" not in text:
        return plain(_unescape(inner[1] if inner else text))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    return () if root is None else paragraphs(root)


def _unescape(text: str) -> str:
    from html import unescape

    return unescape(text)


def plain(text: str) -> tuple[str, ...]:
    """The paragraphs of plain text: cut at blank lines and at indented lines; else long lines stand alone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    alone = not any(_cuts(line) for line in lines[1:-1]) and any(len(line) > _WRAPPED for line in lines)
    found: list[list[str]] = [[]]
    for line in lines:
        if alone or _cuts(line):
            found.append([])
        found[-1].append(line)
    return tuple(joined for group in found if (joined := tidy(" ".join(group))))


def _cuts(line: str) -> bool:
    return not line.strip() or bool(_INDENT.match(line))
