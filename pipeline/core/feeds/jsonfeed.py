"""JSON Feed (https://www.jsonfeed.org/version/1.1/), read into the same records as the XML formats."""

from __future__ import annotations

import json
from typing import Any

from pipeline.core.feeds import dates, links
from pipeline.core.feeds.plain import as_text
from pipeline.errors import BadInput
from pipeline.model import Claim, Entry, Finding, ParsedFeed


def is_json(body: bytes) -> bool:
    """Whether the bytes start as a JSON object does (a byte order mark does not count)."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def read(body: bytes, url: str, zone: str | None = None) -> ParsedFeed:
    """Read a JSON Feed; arguments as for `parse`.

    Raises:
        BadInput: it is no JSON, or JSON that is no feed.
    """
    whole = _loaded(body, url)
    items = whole.get("items")
    if not isinstance(items, list) or "jsonfeed.org" not in str(whole.get("version", "")):
        raise BadInput(f"{url}: this is JSON but no JSON Feed (no 'version' of jsonfeed.org, or no 'items')")
    entries = tuple(_entry(item, url, zone) for item in items if isinstance(item, dict))
    skipped = len(items) - len(entries)
    findings = (Finding("feed-malformed", f"{skipped} items are no objects", url),) if skipped else ()
    return ParsedFeed(
        as_text(_text(whole, "title")),
        "json",
        _text(whole, "language") or None,
        entries,
        findings,
        older=links.resolve(_text(whole, "next_url"), url),
    )


def _loaded(body: bytes, url: str) -> dict[str, Any]:
    try:
        whole = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{url}: neither a feed nor readable JSON ({type(error).__name__})") from error
    return whole if isinstance(whole, dict) else {}


def _entry(item: dict[str, Any], base: str, zone: str | None) -> Entry:
    link = links.resolve(_text(item, "url") or _text(item, "external_url"), base)
    headline = as_text(_text(item, "title"), plain=True)
    return Entry(
        guid=_guid(item) or link or headline,
        url=link,
        headline=headline,
        summary=as_text(_text(item, "summary") or _text(item, "content_text"), plain=True)
        or as_text(_text(item, "content_html")),
        published=_claim(item, "date_published", zone),
        updated=_claim(item, "date_modified", zone),
        authors=_authors(item),
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def _guid(item: dict[str, Any]) -> str:
    value = item.get("id")  # a string by the standard, a number in the wild
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _claim(item: dict[str, Any], name: str, zone: str | None) -> Claim | None:
    raw = _text(item, name)
    return dates.read(raw, zone) if raw else None


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    names = (as_text(_text(p, "name"), plain=True) for p in people if isinstance(p, dict))
    return tuple(dict.fromkeys(n for n in names if n))
