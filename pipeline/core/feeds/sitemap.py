"""Sitemaps as feeds: news sitemaps, dated ones, and their indexes (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.core.feeds import dates, links
from pipeline.core.feeds.plain import as_text
from pipeline.errors import BadInput
from pipeline.model import Entry, Finding, ParsedFeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from pipeline.model import Claim

MOST_BYTES = 50 * 1024 * 1024  # the protocol's own limit, unpacked
MOST_PARTS = 3  # of an index, each look: the newest ones
NEW_FOR = timedelta(days=3)  # a sitemap without news marks lists everything: only what changed lately is news
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(urlset|sitemapindex)[\s>]")
_LEAD = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,5000}?-->\s*|<!DOCTYPE[^<>]{0,500}>\s*)*",
    re.DOTALL,
)
_NEVER = datetime.min.replace(tzinfo=UTC)
_LIKELY = re.compile(r"news|latest|today|recent|actualit", re.IGNORECASE)


def unpacked(body: bytes) -> bytes:
    """The body, unpacked if it is a gzip file (sitemaps are stored so), up to the protocol's limit."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(31)
    try:
        return unpacker.decompress(body, MOST_BYTES)
    except zlib.error:
        return body


def is_sitemap(body: bytes) -> bool:
    """Whether the document's root is ``urlset`` or ``sitemapindex``."""
    lead = _LEAD.match(body)
    return bool(_ROOT.match(body, lead.end() if lead else 0))


def read(body: bytes, url: str, zone: str | None = None) -> ParsedFeed:
    """Read a sitemap or an index of sitemaps; arguments as for `parse`.

    Returns:
        A record of version ``sitemap-news``, ``sitemap`` (what changed in the three days before its newest change)
        or ``sitemap-index`` (no entries; ``parts`` are the addresses of its newest sitemaps).

    Raises:
        BadInput: it cannot be read, or none of its addresses is dated.
    """
    root = _root(body, url)
    if _name(root) == "sitemapindex":
        return ParsedFeed("", "sitemap-index", None, (), (), parts=_parts(root, url, zone))
    pages = [page for page in _children(root, "url") if _text(page, "loc")]
    news = [page for page in pages if _child(page, "news") is not None]
    if news:
        language = next(filter(None, (_news_language(p) for p in news)), None)
        title = next(
            filter(None, (_text(_child(_child(p, "news"), "publication"), "name") for p in news)), ""
        )
        return ParsedFeed(as_text(title, plain=True), "sitemap-news", language, _entries(news, url, zone))
    entries = _lately(_entries(pages, url, zone))
    if pages and not entries:
        raise BadInput(f"{url}: a sitemap without news and without dates: it does not tell what is new")
    dropped = len(pages) - len(entries)
    text = f"no news sitemap: {dropped} pages that changed longer ago are left out"
    found = (Finding("sitemap-not-news", text, url, "info"),) if dropped else ()
    return ParsedFeed("", "sitemap", None, entries, found)


def _root(body: bytes, url: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"{url}: a sitemap that cannot be read ({type(error).__name__})") from error
    if root is None:
        raise BadInput(f"{url}: a sitemap that cannot be read")
    return root


def _parts(root: _Element, url: str, zone: str | None) -> tuple[str, ...]:
    """The newest sitemaps of an index: by date, those named as news first where there are no dates."""
    found = []
    for number, part in enumerate(_children(root, "sitemap")):
        address = links.resolve(_text(part, "loc"), url)
        if address:
            changed = _dated(part, zone)
            found.append((bool(_LIKELY.search(address)), _moment(changed) or _NEVER, number, address))
    return tuple(address for *_, address in sorted(found, reverse=True)[:MOST_PARTS])


def _entries(pages: Iterable[_Element], url: str, zone: str | None) -> tuple[Entry, ...]:
    out: dict[str, Entry] = {}
    for page in pages:
        address = links.resolve(_text(page, "loc"), url)
        if address:
            out.setdefault(address, _entry(page, address, zone))
    return tuple(out.values())


def _entry(page: _Element, address: str, zone: str | None) -> Entry:
    news = _child(page, "news")
    raw = _text(news, "publication_date")
    return Entry(
        guid=address,
        url=address,
        headline=as_text(_text(news, "title"), plain=True),
        summary=as_text(_text(news, "keywords"), plain=True),
        published=dates.read(raw, zone) if raw else None,
        updated=_dated(page, zone),
    )


def _lately(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    dated = [(at, e) for e in entries if (at := _moment(e.updated))]
    newest = max((at for at, _ in dated), default=None)
    return tuple(e for at, e in dated if newest is not None and at >= newest - NEW_FOR)


def _moment(claim: Claim | None) -> datetime | None:
    """For the order of things only: a day without a zone counts from midnight UTC."""
    if claim is None or claim.instant or claim.local_day is None:
        return claim.instant if claim else None
    return datetime.combine(claim.local_day, datetime.min.time(), UTC)


def _dated(element: _Element, zone: str | None) -> Claim | None:
    raw = _text(element, "lastmod")
    return dates.read(raw, zone) if raw else None


def _news_language(page: _Element) -> str | None:
    return _text(_child(_child(page, "news"), "publication"), "language") or None


def _children(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in element if _name(child) == name)


def _child(element: _Element | None, name: str) -> _Element | None:
    return None if element is None else next(_children(element, name), None)


def _text(element: _Element | None, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
