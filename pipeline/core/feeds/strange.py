"""What an answer is that is no feed: one line for the person who typed the address."""

from __future__ import annotations

import html
import re

from pipeline.core.feeds import links

_HEAD = 200_000  # the part of a page in which a head stands
_LINK = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|([^\s"'<>]+))""", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/feed\+json", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")
_MOST_LINKS = 3


def explain(body: bytes, content_type: str | None, url: str) -> str:
    """Why these bytes are no feed, as one line; feeds that a web page names are named."""
    text = body[:_HEAD].decode("utf-8", "replace")
    if _is_page(text, content_type):
        return f"{url} is a web page, not a feed: {_advice(text, url)}"
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return f"{url} is XML but no feed{_root(text)}"
    return f"{url} is not a feed{_said(content_type)}"


def feed_links(page: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds a page names in its ``<link>`` elements, resolved, without repeats."""
    links = (tag for tag in _LINK.findall(page) if _FEED_TYPE.search(tag))
    return tuple(dict.fromkeys(u for tag in links if (u := _href(tag, url))))


def _is_page(text: str, content_type: str | None) -> bool:
    start = text[:3_000].lower()
    return "<!doctype html" in start or "<html" in start or "text/html" in (content_type or "").lower()


def _advice(text: str, url: str) -> str:
    links = feed_links(text, url)
    if not links:
        return "it names no feed of its own; look for its RSS address"
    return f"try {' or '.join(links[:_MOST_LINKS])}"


def _href(tag: str, url: str) -> str | None:
    found = _HREF.search(tag)
    raw = next((g for g in found.groups() if g), "") if found else ""
    return links.resolve(html.unescape(raw), url)


def _root(text: str) -> str:
    found = _ROOT.search(text)
    if not found:
        return ""
    hint = ": a sitemap lists pages; ask for the site's RSS" if found[1] in {"urlset", "sitemapindex"} else ""
    return f" (its root is <{found[1]}>){hint}"


def _said(content_type: str | None) -> str:
    kind = (content_type or "").partition(";")[0].strip()
    return f" (the server calls it {kind[:60]})" if kind.isprintable() and kind else ""
