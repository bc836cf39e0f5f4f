"""Bytes → feed. The only module that knows feedparser; what leaves it is a frozen record."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds import dates, jsonfeed, links, listing, sitemap, strange, wishes
from pipeline.core.feeds.plain import as_text
from pipeline.errors import BadInput
from pipeline.model import Entry, Finding, ParsedFeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model import Claim

MOST_TAGS = 150_000  # feedparser takes 0.14 ms a tag; the longest of 100 real feeds has under a third of it
MOST_ENTRIES = 2_000  # what a feed lists beyond this is a dump or an attack


def parse_source(
    kind: str, body: bytes, content_type: str | None, url: str, zone: str | None = None
) -> ParsedFeed:
    """Read what a source of this kind ("feed" or "listing") answered; else as `parse`."""
    if kind == "listing":
        return _finished(listing.read(body, content_type, url, zone), url)
    return parse(body, content_type, url, zone)


def parse(body: bytes, content_type: str | None, url: str, zone: str | None = None) -> ParsedFeed:
    """Read a feed: RSS, Atom, RDF, JSON Feed, a news sitemap or an index of sitemaps.

    Args:
        body: the bytes, decompressed.
        content_type: the server's Content-Type, which may name the charset.
        url: where they came from; relative links are resolved against it.
        zone: the IANA zone for dates that name none (the outlet's).

    Returns:
        Its entries in the feed's order, and findings: `feed-empty`, `feed-malformed`, `feed-encoding`,
        `feed-too-long`, `zone-unknown`, `entry-without-url`.

    Raises:
        BadInput: it is no feed; one line says what it is instead, and names the feeds a web page offers.
    """
    body = sitemap.unpacked(body)
    if not body.strip():
        raise BadInput(f"{url}: the answer is empty, not a feed")
    if sitemap.is_sitemap(body):
        return _finished(sitemap.read(body, url, zone), url)
    if jsonfeed.is_json(body):
        return _finished(jsonfeed.read(body, url, zone), url)
    if body.count(b"<") > MOST_TAGS:
        raise BadInput(f"{url}: more than {MOST_TAGS:,} tags: no feed of news is so long; it is not read")
    raw = _feedparser(body, content_type, url)
    if not raw.get("version") and not raw.get("entries"):
        raise BadInput(strange.explain(body, content_type, url))
    return _finished(_record(raw, url, zone), url)


def _feedparser(body: bytes, content_type: str | None, url: str) -> Mapping[str, Any]:
    import feedparser

    headers = {"content-location": links.without_credentials(url)}
    if content_type:
        headers["content-type"] = content_type
    try:
        # a stream, since feedparser opens what could be a file's name; text is cleaned here, not there
        result: Mapping[str, Any] = feedparser.parse(  # type: ignore[attr-defined, no-untyped-call]  # untyped library
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # hostile bytes bring out anything in it; none may stop a run
        raise BadInput(f"{url}: the feed cannot be read ({type(error).__name__})") from error
    return result


def _record(raw: Mapping[str, Any], url: str, zone: str | None) -> ParsedFeed:
    about = raw.get("feed") or {}
    entries = tuple(
        _entry(e, url, zone) for e in itertools.islice(raw.get("entries") or (), MOST_ENTRIES + 1)
    )
    return ParsedFeed(
        title=as_text(_get(about, "title")),
        version=raw.get("version") or "unknown",
        language=_get(about, "language").strip() or None,
        entries=entries,
        findings=tuple(_bozo(raw, url)),
        wish_s=wishes.wish(
            _get(about, "ttl"), _get(about, "sy_updateperiod"), _get(about, "sy_updatefrequency")
        ),
        older=_older(about, url),
    )


def _older(about: Mapping[str, Any], url: str) -> str | None:
    """Where the feed says its older entries stand: the archive before it, or its next page (RFC 5005)."""
    named = {_get(one, "rel"): _get(one, "href") for one in reversed(about.get("links") or ())}
    raw = named.get("prev-archive") or named.get("next") or ""
    return links.resolve(raw, url) if raw else None


def _entry(raw: Mapping[str, Any], base: str, zone: str | None) -> Entry:
    link = links.resolve(_get(raw, "feedburner_origlink") or _get(raw, "link"), base)
    headline = as_text(_get(raw, "title"))
    return Entry(
        guid=_get(raw, "id").strip() or link or headline,
        url=link,
        headline=headline,
        summary=as_text(_get(raw, "summary")),
        published=_claim(_get(raw, "published"), zone),
        updated=_claim(_get(raw, "updated"), zone),
        authors=_authors(raw),
    )


def _get(raw: Mapping[str, Any], name: str) -> str:
    # dict.get, since feedparser's own answers `updated` with `published` where there is none
    value = dict.get(raw, name) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else ""


def _claim(raw: str, zone: str | None) -> Claim | None:
    return dates.read(raw, zone) if raw.strip() else None


def _authors(raw: Mapping[str, Any]) -> tuple[str, ...]:
    listed = [_get(a, "name") for a in raw.get("authors") or () if isinstance(a, dict)]
    names = [as_text(n) for n in listed if n] or [as_text(_get(raw, "author"))]
    return tuple(dict.fromkeys(n for n in names if n))


def _bozo(raw: Mapping[str, Any], url: str) -> Iterable[Finding]:
    error = raw.get("bozo_exception")
    kind = type(error).__name__
    text = f"{kind}: {as_text(str(error))[:200]}"
    if kind == "CharacterEncodingOverride":
        yield Finding("feed-encoding", text, url, "info")
    elif raw.get("bozo") and kind != "NonXMLContentType":  # a wrong Content-Type harms nobody
        yield Finding("feed-malformed", text, url)


def _finished(feed: ParsedFeed, url: str) -> ParsedFeed:
    """The feed with the findings that hold whatever its format was."""
    kept = feed.entries[:MOST_ENTRIES]
    found = (*feed.findings, *_about_entries(feed, kept, url))
    if len(feed.entries) > MOST_ENTRIES:
        found += (Finding("feed-too-long", f"only the first {MOST_ENTRIES:,} entries were read", url),)
    return replace(feed, entries=kept, findings=found)


def _about_entries(feed: ParsedFeed, entries: tuple[Entry, ...], url: str) -> Iterable[Finding]:
    if not entries and not feed.parts:
        yield Finding("feed-empty", "the feed is well but lists no entries", url)
    no_url = sum(e.url is None for e in entries)
    if no_url:
        yield Finding("entry-without-url", f"{no_url} of {len(entries)} entries have no web address", url)
    open_zones = [c for e in entries for c in (e.published, e.updated) if c and c.instant is None]
    if open_zones:
        example = f"as {open_zones[0].raw!r}: their instants stay open"
        yield Finding("zone-unknown", f"{len(open_zones)} dates without a known zone, {example}", url)
