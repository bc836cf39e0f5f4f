"""Pieces of Markdown that both of Prefect's interfaces show alike.

Measured on Prefect 3.8: the newer interface (V2) shows all in a column of about 690 pixels; the older one (V1)
breaks no line in a table, so that long texts stand in the last column or in a list, knows the five HTML escapes
in text and none in addresses, and shows the words of a link as they are, escapes and all. Styles, ``<mark>`` and
inline SVG are stripped in both, so there are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.report.safe import cut, visible, web_address
from pipeline.report.safe import markdown as esc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WRITETHRUS = "W\u2011t"  # as the head of a narrow column, not to be broken
_ENTITY = re.compile(r"&(#?\w+);")
_LONG = re.compile(r"(\S{32})(?=\S)")
_PLAIN = re.compile(r"[^\\`*_\[\]<>|~]*\Z")  # needs no escape in the words of a link
_AUTOMATIC = re.compile(
    r"(?=://)|(?<=\bwww)(?=\.)|(?<=\w)(?=@\w)", re.IGNORECASE
)  # within what GFM makes links of
_ID = 60  # signs of an id: ours have 14, keys of feeds are names
_SOFT = "\u200b"  # a place where a browser may break a word


def document(title: str, parts: Iterable[str]) -> str:
    """A page: its title, then the parts that are not empty."""
    return "\n\n".join([f"# {title}", *(p for p in parts if p)]) + "\n"


def section(title: str, body: str, otherwise: str = "") -> str:
    """A part with a heading; empty where there is neither a body nor what to say without one."""
    return f"## {title}\n\n{body or otherwise}" if body or otherwise else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A GFM table; empty where there are no rows. Cells are Markdown, escaped by whoever made them."""
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *lines])


def text(untrusted: str | None, limit: int) -> str:
    """Untrusted text as at most ``limit`` signs that show literally; words without end may break."""
    return literal(_broken(untrusted or "", limit))


def literal(untrusted: str) -> str:
    """Untrusted text that shows literally, addresses in it too: neither interface makes a link of them by itself."""
    return esc(_AUTOMATIC.sub(_SOFT, untrusted))


def _broken(untrusted: str, limit: int) -> str:
    return _LONG.sub(rf"\1{_SOFT}", cut(visible(untrusted), limit))


def link(untrusted: str | None, url: str | None, limit: int, otherwise: str = "") -> str:
    """Untrusted text as a link; the text alone where the address is no http or https one.

    Args:
        untrusted: the words of the link.
        url: where it leads, untrusted too.
        limit: signs of the words.
        otherwise: what stands for no words at all.
    """
    return to(untrusted or otherwise, address(url), limit)


def to(untrusted: str, target: str | None, limit: int) -> str:
    """Untrusted text as a link to an address of our own; the text alone where there is none.

    Words that would have to be escaped stand before the link: in its words V1 would show the escapes.
    """
    if target is None:
        return text(untrusted, limit)
    plain = _broken(untrusted, limit)
    if plain.strip() and _PLAIN.match(plain) and not _ENTITY.search(plain):
        return f"[{plain}]({target})"
    return f"{text(untrusted, limit)} [open]({target})".strip()


def address(url: str | None) -> str | None:
    """The address as a link's target, or None where it may not be one.

    An ampersand stays as it is: escaped, the older interface would ask for ``&amp;``. Only what reads as an
    entity (``&copy;``) loses its semicolon.
    """
    found = web_address(url)
    if found is None:
        return None
    return _ENTITY.sub(r"&\1%3B", found).replace("(", "%28").replace(")", "%29")


def named(outlet: str, url: str | None, role: str = "outlet", limit: int = 60) -> str:
    """An outlet linked to its article, with its role where it is no plain outlet."""
    return link(outlet, url, limit) + ("" if role == "outlet" else f" ({role})")


def code(untrusted: str) -> str:
    """An id as code: letters, digits and ``-_.:``, nothing else, at most 60 of them."""
    return "`" + "".join(sign for sign in visible(untrusted) if sign.isalnum() or sign in "-_.:")[:_ID] + "`"


def items(lines: Iterable[str]) -> str:
    """A list; empty where there is nothing to list."""
    return "\n".join(f"- {line}" for line in lines if line)


def more(left: int, command: str) -> str:
    """What is said below a table that shows not everything; empty where it does."""
    return f"… and {left:,} more: `{command}`" if left > 0 else ""
