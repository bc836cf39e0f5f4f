"""Untrusted text made safe to show: headlines and paragraphs come from strangers' pages."""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"  # control sequences: colour, cursor, erase
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)?"  # titles, links
    r"|\x1b[ -/]{0,8}[0-~]?"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_HIDDEN = frozenset({"Cc", "Cs", "Co", "Cn"})
_TAGS = range(0xE0000, 0xE0080)  # invisible letters

_MARKDOWN = re.compile(r"([\\`*_\[\]()~|#$!{}^])")
_LINE_START = re.compile(r"^([-+=:]|\d+(?=[.]))")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_WEB = re.compile(r"https?://[^\s<>\"'`\\{}|^]+\Z", re.IGNORECASE)


def visible(text: str) -> str:
    """The text on one line, without anything that commands a terminal or turns the reading order.

    Escape sequences and control characters go; bidirectional overrides, embeddings and isolates (which can
    make a line read other than it is stored, CVE-2021-42574) are shown as ``⟨U+202E⟩``. The marks of
    right-to-left text and the joiners of scripts stay.
    """
    if text.isprintable():  # no control, format, private or unassigned sign in it: nearly all texts
        return _SPACE.sub(" ", text)
    shown = _BIDI.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", _ESCAPE.sub("", text))
    return _SPACE.sub(" ", "".join(map(_sign, shown)))


def _sign(sign: str) -> str:
    if unicodedata.category(sign) in _HIDDEN and not sign.isspace():
        return "\ufffd" if "\ud800" <= sign <= "\udfff" else ""
    return "" if ord(sign) in _TAGS else sign


def markdown(text: str) -> str:
    """The text as Markdown that shows it literally, in a paragraph as in a table's cell (GFM)."""
    escaped = _MARKDOWN.sub(r"\\\1", visible(text)).translate(_HTML)
    return _LINE_START.sub(_escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


def html(text: str) -> str:
    """The text as HTML content or attribute value."""
    return visible(text).translate(_HTML)


def web_address(url: str | None) -> str | None:
    """The address if it may become a link (http or https, no blanks or quotes), else None."""
    return url if url is not None and _WEB.match(url) and visible(url) == url else None


def cut(text: str, limit: int) -> str:
    """At most ``limit`` signs of the text, whole words where possible; an ellipsis if any were left out."""
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 1)]
    return (head.rsplit(" ", 1)[0] or head).rstrip(" ,;:–—-") + "…"
