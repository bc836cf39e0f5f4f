"""OPML, the format in which feed readers hand over their subscriptions."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.core.feeds.plain import as_text
from pipeline.core.normalise.urls import suggest_key
from pipeline.errors import BadInput
from pipeline.model import Feed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

_KIND = "writethruKind"  # of a page that lists articles: for feed readers it is a link, no feed
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(body: bytes) -> tuple[Feed, ...]:
    """The feeds of an OPML file, in its order, folders opened, repeated addresses once.

    Keys are made of the addresses. What has no http or https ``xmlUrl`` (a folder, a podcast's page) is left.

    Raises:
        BadInput: no XML, hostile XML (entities), or XML that is no OPML.
    """
    feeds: dict[str, Feed] = {}
    for outline in _root(body).iter("outline"):
        url = _attribute(outline, "xmlUrl") or _attribute(outline, "xmlurl")
        if _attribute(outline, _KIND) == "listing":
            url = _attribute(outline, "url")
        if _is_web(url) and url not in feeds:
            feeds[url] = _feed(outline, url, (f.key for f in feeds.values()))
    return tuple(feeds.values())


def write(feeds: Iterable[Feed], title: str = "writethru feeds") -> str:
    """An OPML 2.0 file of the feeds; `read` gives back their addresses, titles, languages and kinds."""
    lines = "".join(f"    {_outline(feed)}\n" for feed in feeds)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head>\n    <title>{_escaped(title)}</title>\n  </head>\n  <body>\n{lines}  </body>\n</opml>\n"
    )


def _root(body: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(body)
    except DefusedXmlException:
        raise BadInput("OPML: the file declares entities, which no OPML needs; it is not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise BadInput(f"OPML: the file is no well-formed XML ({error})") from None
    if root.tag.lower() != "opml":
        raise BadInput(f"OPML: the file's root is <{root.tag}>, not <opml>")
    return root


def _feed(outline: Element, url: str, taken: Iterable[str]) -> Feed:
    title = _attribute(outline, "title") or _attribute(outline, "text")
    return Feed(
        key=suggest_key(url, taken),
        url=url,
        title=as_text(title, plain=True) or None,
        language=_attribute(outline, "language") or None,
        kind="listing" if _attribute(outline, _KIND) == "listing" else "feed",
    )


def _attribute(outline: Element, name: str) -> str:
    return (outline.get(name) or "").strip()


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _outline(feed: Feed) -> str:
    name = _escaped(feed.title or feed.key)
    language = f' language="{_escaped(feed.language)}"' if feed.language else ""
    if feed.kind == "listing":
        return f'<outline type="link" {_KIND}="listing" text="{name}"{language} url="{_escaped(feed.url)}"/>'
    return f'<outline type="rss" text="{name}" title="{name}"{language} xmlUrl="{_escaped(feed.url)}"/>'


def _escaped(text: str) -> str:
    return html.escape(_NOT_XML.sub("", text), quote=True)
