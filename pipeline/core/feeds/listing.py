"""Pages that list articles (an agency's hub, a tag page, a section front), read as feeds.

By structure only, without rules for any site: a link counts as an article's by what its address is built of (a
date, a number, a slug), by the length of its text, and by standing in a row of links marked up alike.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.core.feeds import dates, links
from pipeline.core.feeds.plain import as_text
from pipeline.core.normalise.urls import canonical, host, registrable
from pipeline.errors import BadInput
from pipeline.model import Entry, ParsedFeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipeline.model import Claim

MOST_LINKS = 5_000
FEWEST = 3  # articles: fewer are no list
_ENOUGH = 4  # points
_ALIKE = 3  # links with the same markup make a row
_DATE = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/-]?[0-3]?\d)?(?:/|-|$)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\d.])\d{5,}(?![\d.])")
_SLUG = re.compile(r"[^/]*[^\W\d_]+(?:[-_][^\W_]+){3,}[^/]*/?$")
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|authors?|people|categor(?:y|ies)|sections?|search|login|subscribe|account|contact|about|"
    r"privacy|terms|newsletters?|galler(?:y|ies)|videos?|podcasts?|page)(?:/|$)|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|xml|zip)$",
    re.IGNORECASE,
)
_ASIDE, _CONTENT = frozenset({"nav", "footer", "aside"}), frozenset({"article", "main"})
_HEADINGS = ".//h1|.//h2|.//h3|.//h4|.//h5"
_UP = 5  # ancestors looked at
_LONGEST_HEADLINE = 300


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    text: str
    row: str
    is_aside: bool
    published: Claim | None


def read(body: bytes, content_type: str | None, url: str, zone: str | None = None) -> ParsedFeed:
    """The articles a page lists, in its order; arguments as for `parse`.

    Returns:
        A record of version ``listing``; an entry's guid is its address, its headline the text of the link.

    Raises:
        BadInput: no page, or one with fewer than three links that look like articles.
    """
    root = _root(body, content_type, url)
    base = _base(root, url)
    found = list(_links(root, base, zone))
    alike = Counter(row for row, _ in {(link.row, link.url) for link in found})
    entries: dict[str, Entry] = {}
    for link in found:
        name = canonical(link.url)
        if canonical(url) != name and _points(link, alike[link.row]) >= _ENOUGH:
            entries[name] = _fuller(entries.get(name), link, name)
    if len(entries) < FEWEST:
        raise BadInput(f"{url}: no list of articles: {len(entries)} links on it look like one")
    title = root.findtext(".//title") or ""
    return ParsedFeed(
        as_text(title, plain=True), "listing", root.get("lang") or None, tuple(entries.values())
    )


def _fuller(known: Entry | None, link: _Link, address: str) -> Entry:
    """An entry with the longest text of the links to it (a picture links to its article too)."""
    published = link.published or (known.published if known else None)
    text = max((link.text, known.headline if known else ""), key=len)
    return Entry(guid=address, url=address, headline=text, published=published)


def _points(link: _Link, alike: int) -> int:
    """How much a link looks like an article's; without a headline or any sign in its address it is none."""
    path = urlsplit(link.url).path
    signs = 3 * bool(_DATE.search(path)) + 2 * bool(_NUMBER.search(path)) + 2 * bool(_SLUG.search(path))
    words = len(link.text.split())
    if not signs or words < 3 or _NOT_ARTICLES.search(path):  # noqa: PLR2004 - the shortest headlines have three
        return 0
    return signs + 2 * (words >= 4) + (alike >= _ALIKE) - 5 * link.is_aside  # noqa: PLR2004 - labels have fewer


def _root(body: bytes, content_type: str | None, url: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    charset = re.search(r"charset=[\"']?([\w.:-]{1,40})", content_type or "", re.IGNORECASE)
    try:
        parser = HTMLParser(encoding=charset[1] if charset else None, no_network=True, huge_tree=False)
    except LookupError:
        parser = HTMLParser(no_network=True, huge_tree=False)
    try:
        return document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadInput(f"{url}: the page cannot be read ({type(error).__name__})") from error


def _base(root: HtmlElement, url: str) -> str:
    named = root.find(".//base[@href]")
    return (links.resolve(named.get("href") or "", url) if named is not None else None) or url


def _links(root: HtmlElement, base: str, zone: str | None) -> Iterator[_Link]:
    site = registrable(host(base))
    for number, a in enumerate(root.iterfind(".//a[@href]")):
        if number >= MOST_LINKS:
            return
        address = links.resolve(a.get("href") or "", base)
        if address and registrable(host(address)) == site:
            above = list(_above(a))
            around = {element.tag for element in a.iterancestors()}
            aside = bool(around & _ASIDE) or (
                "header" in around and not around & _CONTENT
            )  # cards have headers too
            yield _Link(address, _text(a), _row(a, above), aside, _time(above, zone))


def _above(element: HtmlElement) -> Iterable[HtmlElement]:
    return [up for up, _ in zip(element.iterancestors(), range(_UP), strict=False)]


def _row(a: HtmlElement, above: Iterable[HtmlElement]) -> str:
    return ">".join(
        f"{e.tag}.{' '.join(sorted((e.get('class') or '').split())[:2])}" for e in (a, *above)[:4]
    )


def _text(a: HtmlElement) -> str:
    """The heading in a link that wraps a whole card, else its text, else its label."""
    headings = a.xpath(_HEADINGS)
    for raw in (*(h.text_content() for h in headings), a.text_content(), a.get("aria-label"), a.get("title")):
        if text := as_text((raw or "")[:2_000], plain=True):
            return text[:_LONGEST_HEADLINE]
    return ""


def _time(above: Iterable[HtmlElement], zone: str | None) -> Claim | None:
    """The time in the smallest box around a link that holds one; none where it holds several."""
    for box in above:
        times = box.findall(".//time[@datetime]")
        if times:
            return dates.read(times[0].get("datetime") or "", zone) if len(times) == 1 else None
    return None
