"""What publishers say against archiving and mining: TDMRep, X-Robots-Tag, robots meta. Pure: bytes and headers in.

Read are

* ``/.well-known/tdmrep.json``, the ``tdm-reservation`` header and meta (W3C TDM Reservation Protocol, final community
  group report of 10 May 2024): of the rules of the file the first that matches counts; the header goes before the
  file, the meta element before both, also where it takes a reservation back;
* ``noarchive`` and ``noai`` in ``X-Robots-Tag`` headers and in ``<meta name="robots">``, said to everybody or to us.

``noindex``, ``nofollow`` and ``nosnippet`` are about search engines and do not concern an archive.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core import robots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OBEYED = frozenset({"noarchive", "noai"})
HEAD_BYTES = 200_000  # where meta elements are looked for: a page without </head> is not read to its end
_MOST_RULES = 5_000
_DEEPEST = 50  # brackets within brackets: a list of flat objects needs two
# Directives of X-Robots-Tag that have a colon of their own; any other word before a colon names an agent.
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_META = re.compile(r"<meta\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BODY = re.compile(r"</head\b|<body\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reservations:
    """The rules of a tdmrep.json: (path pattern, reserved), in its order."""

    rules: tuple[tuple[str, bool], ...] = ()

    def of(self, url: str) -> bool | None:
        """Whether the first rule that fits the address reserves it; None where none fits."""
        path = robots.path_of(url)
        return next((reserved for pattern, reserved in self.rules if robots.fits(pattern, path)), None)


def reservations(payload: bytes) -> Reservations:
    """The rules of a tdmrep.json; what is no such file has none (the site does not speak the protocol)."""
    if payload.count(b"[") + payload.count(b"{") > _MOST_RULES + _DEEPEST:
        return Reservations()
    try:
        told = json.loads(payload.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Reservations()
    rows = told if isinstance(told, list) else [told]
    return Reservations(tuple(rule for row in rows if isinstance(row, dict) for rule in _rule(row)))


def _rule(row: dict[str, Any]) -> list[tuple[str, bool]]:
    location, value = row.get("location"), _reserved(str(row.get("tdm-reservation", "")))
    if not isinstance(location, str) or not location or value is None:
        return []
    return [(robots.pattern_of(location), value)]


def said(
    url: str, agent: str, file: Reservations, headers: Iterable[tuple[str, str]], body: bytes = b""
) -> tuple[str, ...]:
    """What an answer says against being kept, each with where it says so; empty where nothing does.

    Args:
        url: the address that was asked.
        agent: the user agent we send: a tag may name its product token.
        file: the site's tdmrep.json.
        headers: all headers of the answer, repeated ones too.
        body: the body if it is a page, b"" if it is none.
    """
    known = [(name.lower(), value) for name, value in headers]
    metas = list(_metas(body)) if body else []
    tags = _tagged([value for name, value in known if name == "x-robots-tag"], agent, "X-Robots-Tag")
    names = {"robots", robots.product_token(agent)}
    tags += _listed([value for name, value in metas if name in names], "meta robots")
    return (*tags, *_tdm(url, file, known, metas))


def _tdm(
    url: str, file: Reservations, headers: Sequence[tuple[str, str]], metas: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """The reservation by the strongest of its three places."""
    for place, pairs in (("meta", metas), ("header", headers)):
        told = [_reserved(value) for name, value in pairs if name == "tdm-reservation"]
        known = [value for value in told if value is not None]
        if known:
            return (f"{place} tdm-reservation",) if any(known) else ()
    return ("tdmrep.json",) if file.of(url) else ()


def _reserved(value: str) -> bool | None:
    return {"1": True, "0": False}.get(value.strip())


def _tagged(values: Sequence[str], agent: str, where: str) -> list[str]:
    """Directives of X-Robots-Tag headers that are meant for everybody or for us."""
    token = robots.product_token(agent)
    meant = []
    for value in values:
        name, colon, rest = value.partition(":")
        named = name.strip().lower()
        if not colon or "," in named or named in _WITH_VALUE:
            meant.append(value)
        elif named in {token, "*", "robots"}:
            meant.append(rest)
    return _listed(meant, where)


def _listed(values: Iterable[str], where: str) -> list[str]:
    words = {word.strip().lower() for value in values for word in re.split(r"[,\s]", value)}
    return [f"{where} {word}" for word in sorted(words & OBEYED)]


def _metas(body: bytes) -> Iterator[tuple[str, str]]:
    """Name and content of the meta elements of a page's head."""
    head = _without_comments(body[:HEAD_BYTES].replace(b"\0", b"").decode("latin-1"))
    end = _BODY.search(head)
    for found in _META.finditer(head, 0, end.start() if end else len(head)):
        told = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(found[1])}
        yield told.get("name", "").strip().lower(), html.unescape(told.get("content", ""))


def _without_comments(text: str) -> str:
    """Linear, also in a head that opens thousands of comments and closes none."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        pieces.append(text[at:start])
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(pieces)
        at = end + 3
    return "".join([*pieces, text[at:]])
