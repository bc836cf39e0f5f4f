"""What of a page is read: bounds that real pages stay far within, and a finding for each that one went beyond.

Of 578 real pages the largest have 1.7 MB, 6,066 elements, 49 levels, 985 blocks of text, 8,906 signs in one of them. What
goes beyond the bounds is no article, or one with something absurd around it; it is read as far as they go, and said so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_BYTES = 5_000_000  # of a page without its programs; more is no article
MAX_TAG = 20_000  # signs of one tag; a longer one may have …
MAX_ATTRIBUTES = 2_000  # … so many attributes, for which parsers take the square of their number
MAX_NESTING = 500  # levels of JSON
_PROGRAM_TAG = re.compile(rb"<(/?)(script|style)(?=[\s/>])([^<>]{0,300}>?)", re.IGNORECASE)
_LONG_TAG = re.compile(rb"([A-Za-z][A-Za-z0-9]{0,30})(?=\s)([^<>]{%d,})>" % MAX_TAG)
_BRACKET = re.compile(r"[\[\]{}]")
_UNREADABLE = "\ufffd"


def without_programs(payload: bytes) -> bytes:
    """A page without scripts and styles, two thirds of its bytes, in which nothing is looked for; JSON-LD stays.

    One that has no end, or the beginning of another in it, is left to the parser: it may be words in an attribute or a
    comment. In a page too large to be read whole it goes too, with all that stands behind one that is never closed, as
    in a browser. Linear in the size of the page.
    """
    kept, at = [], 0
    for start, end in _programs(payload, careful=len(payload) <= MAX_BYTES):
        kept.append(payload[at:start])
        at = end
    return b"".join((*kept, payload[at:])) if kept else payload


def _programs(payload: bytes, *, careful: bool) -> Iterator[tuple[int, int]]:
    """Where programs begin and end."""
    name, start = None, -1
    for tag in _PROGRAM_TAG.finditer(payload):
        closes, kind, rest = tag[1], tag[2].lower(), tag[3]
        if name is None and not closes:
            name, start = kind, -1 if b"ld+json" in rest.lower() else tag.start()
        elif kind == name and closes:
            name = None
            if start >= 0:
                yield start, tag.end()
        elif kind == name and careful:
            start = -1
    if name and start >= 0 and not careful:
        yield start, len(payload)


def without_attributes(data: bytes) -> bytes:
    """A page in UTF-8 whose tags have no more attributes than a parser can take; a tag with more loses them all."""
    if not has_long_piece(data):
        return data
    head, *behind = data.split(b"<")
    return b"<".join((head, *(_bare(piece) if len(piece) > MAX_TAG else piece for piece in behind)))


def has_long_piece(data: bytes) -> bool:
    """Whether more than MAX_TAG bytes stand anywhere between two brackets, or behind the last one."""
    at, end = data.find(b"<"), len(data) - MAX_TAG - 1
    while 0 <= at < end:  # from bracket to bracket, as far as a tag may reach
        further = data.rfind(b"<", at + 1, at + MAX_TAG + 2)
        if further < 0:
            return True
        at = further
    return False


def _bare(piece: bytes) -> bytes:
    """What stands behind a bracket, without the attributes of the tag that it begins with, if they are too many."""
    tag = _LONG_TAG.match(piece)
    if tag is None or (tag[2].count(b"=") <= MAX_ATTRIBUTES and len(tag[2].split()) <= 2 * MAX_ATTRIBUTES):
        return piece
    return tag[1] + b">" + piece[tag.end() :]


def of_bytes(
    payload: bytes, text: str, stated: str | None = None, read: bytes | None = None
) -> tuple[Finding, ...]:
    """Findings about how a payload became the text that was read.

    ``stated``: the charset it says it is in. ``read``: the part of it that was read, if that is not all.
    """
    return tuple(_of_bytes(payload, text, stated, payload if read is None else read))


def _of_bytes(payload: bytes, text: str, stated: str | None, read: bytes) -> Iterator[Finding]:
    if len(payload) > MAX_BYTES:
        rest = len(without_programs(payload))
        how = "read without its scripts and styles" if rest <= MAX_BYTES else "only its first 5 MB were read"
        yield _bounded(f"{len(payload) / 1e6:.1f} MB; {how}")
    nuls = read.count(b"\0")
    if nuls and not read.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Finding("page-bytes", f"{nuls} NULs in the page; read as blanks", severity="info")
    lost = text.count(_UNREADABLE) - read.count(_UNREADABLE.encode())
    if lost > 0:
        yield Finding(
            "page-bytes",
            f"{lost} bytes that the page's charset does not have; where they stood is a mark of replacement",
            severity="info",
        )
    elif _is_misstated(read, stated):
        message = f"the page says that it is {stated}, and is not; read as Windows-1252"
        yield Finding("page-bytes", message, severity="info")


def _is_misstated(payload: bytes, stated: str | None) -> bool:
    if not (stated or "").startswith("utf-8") or payload.isascii():
        return False
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def of_markup(data: bytes, shortened: bytes, *, is_cut: bool) -> tuple[Finding, ...]:
    """Findings about the way from bytes to tree: ``shortened`` was parsed, ``is_cut`` tells whether parsing gave up."""
    found = []
    if len(shortened) < len(data):
        found.append(
            _bounded(f"tags with more than {MAX_ATTRIBUTES} attributes or words in them; read without")
        )
    if is_cut:
        found.append(_bounded("elements nested deeper than 256; what stands behind them was not read"))
    return tuple(found)


def of_blocks(reasons: Sequence[str]) -> tuple[Finding, ...]:
    """Findings about text that was left out (`blocks.Blocks.left_out`)."""
    return tuple(_bounded(reason) for reason in reasons)


def of_jsonld(scripts: Sequence[str]) -> tuple[Finding, ...]:
    """Findings about JSON-LD nested beyond reading."""
    deep = [s for s in scripts if s.count("[") + s.count("{") > MAX_NESTING and nesting(s) > MAX_NESTING]
    return (
        (_bounded(f"JSON-LD nested deeper than {MAX_NESTING}; not all of it could be read"),) if deep else ()
    )


def nesting(text: str) -> int:
    """How deep the brackets of a text are nested; those within strings count too."""
    deepest = level = 0
    for found in _BRACKET.finditer(text):
        level += 1 if found[0] in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def _bounded(what: str) -> Finding:
    return Finding("page-bounded", f"{what}. If its text is not whole, look at the page")
