"""Pages that mean harm, or are merely absurd: by their names, at any size. Fiction."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

COPY = tuple(
    f"The harbour board met for the {number} time on Monday and said that the ferry to Grey Island would sail again."
    for number in ("first", "second", "third", "fourth", "fifth", "sixth")
)
_HEAD = "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Ferry to sail again</title>{head}</head><body>"
_ARTICLE = "<article><h1>Ferry to sail again</h1>{copy}</article>"


def page(*, head: str = "", before: str = "", after: str = "") -> str:
    """A page with an article of six paragraphs, and what stands around it."""
    copy = "".join(f"<p>{text}</p>" for text in COPY)
    return _HEAD.format(head=head) + before + _ARTICLE.format(copy=copy) + after + "</body></html>"


def many_bytes(size: int) -> bytes:
    """Paragraphs without end."""
    text = "".join(f"<p>{COPY[n % 6]} It was look number {n}.</p>" for n in range(size // 130))
    return page(after=f"<article>{text}</article>").encode()


def links(number: int) -> bytes:
    """More links than any front page has."""
    return page(
        before="".join(f"<a href='/story/{n}'>Story number {n} of the harbour</a> " for n in range(number))
    ).encode()


def deep(levels: int) -> bytes:
    """Elements within elements, the text innermost."""
    return page(before="<div>" * levels, after="</div>" * levels).encode()


def deep_unclosed(levels: int) -> bytes:
    """Inline elements that are never closed."""
    return page(before="<b><i>" * (levels // 2)).encode()


def script(size: int) -> bytes:
    """A page that is program, all but a little."""
    part = "var harbour = 'ferry'; /* <p>no text</p> */ "
    return page(before=f"<script>{part * (size // len(part))}</script>").encode()


def line(size: int) -> bytes:
    """A line without end."""
    return page(
        after="<p>" + "The ferry sailed and the ferry came back and " * (size // 45) + "</p>"
    ).encode()


def unbroken(size: int) -> bytes:
    """A word without end."""
    return page(after="<p>" + "x" * size + "</p>").encode()


def nuls(number: int) -> bytes:
    """NULs between and within the words."""
    return page(before="\0" * number).replace("ferry", "fer\0ry").encode()


def no_utf8(number: int) -> bytes:
    """Bytes that are no UTF-8, on a page that says it is."""
    return page(before="<p>@</p>").encode().replace(b"@", b"\xff\xfe\x80" * number)


def deep_jsonld(levels: int) -> bytes:
    """JSON-LD that is nested without end."""
    value = '{"@graph":[' * levels + "]}" * levels
    return page(head=f'<script type="application/ld+json">{value}</script>').encode()


def wide_jsonld(number: int) -> bytes:
    """JSON-LD of many objects."""
    value = json.dumps({"@graph": [{"@type": "NewsArticle", "headline": f"No {n}"} for n in range(number)]})
    return page(head=f'<script type="application/ld+json">{value}</script>').encode()


def broken_jsonld(number: int) -> bytes:
    """JSON-LD that begins anew and anew and never ends."""
    return page(head=f'<script type="application/ld+json">{"{[" * number}</script>').encode()


def attributes(number: int) -> bytes:
    """One element with more attributes than anybody reads."""
    given = " ".join(f"data-{n}='{n}'" for n in range(number))
    return page(before=f"<div {given}>Board</div>").encode()


def one_name(size: int) -> bytes:
    """A class without end."""
    return page(before=f"<div class='{'teaser ' * (size // 7)}'>Board</div>").encode()


def tables(number: int) -> bytes:
    """A table within a cell of a table, and so on."""
    return page(before="<table><tr><td>" * number).encode()


def entities(number: int) -> bytes:
    """Signs written as names."""
    return page(after="<p>" + "&eacute;&#8217;&nbsp;" * number + "</p>").encode()


def comments(number: int) -> bytes:
    """Comments that are never closed."""
    return page(after="<!-- harbour " * number).encode()


def stamps(number: int) -> bytes:
    """More dates than a chronicle has."""
    return page(
        before="".join(f"<p>Updated {1 + n % 28} March 2026 at {n % 24}:05 am</p>" for n in range(number))
    ).encode()


def spaces(size: int) -> bytes:
    """Blanks without end, in the places where patterns look for an end."""
    gap = " " * size
    return page(before=f"<p>By{gap}Jane</p><p>Published{gap}:{gap}</p><p>Correction{gap}</p>").encode()


def metas(number: int) -> bytes:
    """Meta elements without end."""
    return page(head="".join(f"<meta name='n{n}' content='{n}'>" for n in range(number))).encode()


def bomb(size: int) -> bytes:
    """A small file that unpacks to a large one."""
    packer, part = zlib.compressobj(9, zlib.DEFLATED, 31), b" " * 1_000_000
    begin, end = page(after="@").encode().split(b"@")
    blanks = (packer.compress(part) for _ in range(size // len(part)))
    return b"".join((packer.compress(begin), *blanks, packer.compress(end), packer.flush()))


PAGES: dict[str, tuple[Callable[[int], bytes], int]] = {
    "a page of 5 MB": (many_bytes, 5_000_000),
    "a page of 45 MB": (many_bytes, 45_000_000),
    "50,000 links": (links, 50_000),
    "100,000 nested divs": (deep, 100_000),
    "100,000 unclosed inline elements": (deep_unclosed, 100_000),
    "20 MB of script": (script, 20_000_000),
    "a line of 1 MB": (line, 1_000_000),
    "a word of 1 MB": (unbroken, 1_000_000),
    "NULs": (nuls, 100_000),
    "bytes that are no UTF-8": (no_utf8, 100_000),
    "JSON-LD of 10,000 levels": (deep_jsonld, 10_000),
    "JSON-LD of 20,000 objects": (wide_jsonld, 20_000),
    "JSON-LD that never ends": (broken_jsonld, 200_000),
    "100,000 attributes": (attributes, 100_000),
    "a class of 2 MB": (one_name, 2_000_000),
    "20,000 nested tables": (tables, 20_000),
    "a million entities": (entities, 330_000),
    "100,000 unclosed comments": (comments, 100_000),
    "50,000 stamps": (stamps, 50_000),
    "blanks without end": (spaces, 1_000_000),
    "100,000 meta elements": (metas, 100_000),
    "a gzip bomb of 2 GB": (bomb, 2_000_000_000),
}
