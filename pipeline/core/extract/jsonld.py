"""What a page says of itself in JSON-LD: the article's own object, also out of arrays, graphs and broken JSON."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from pipeline.core.normalise.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.core.extract.page import HtmlPage

MAX_OBJECTS = 2_000
MAX_SCRIPT = 1_000_000
MAX_SCRIPTS = 50
_WRAP = re.compile(
    r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://)?\s*(?:-->|\]\]>|"
    r"/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_COMMA = re.compile(r",(\s*[}\]])")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Obituary|Story|Newsletter)$")
_WEAK = frozenset(
    {
        "WebPage",
        "ItemPage",
        "VideoObject",
        "AudioObject",
        "PodcastEpisode",
        "CreativeWork",
        "MediaGallery",
        "Recipe",
    }
)
_PAIR = re.compile(r'"(datePublished|dateModified|dateCreated|headline)"\s*:\s*"((?:[^"\\\n]|\\.){1,400})"')


@dataclass(frozen=True, slots=True)
class Linked:
    """The article's own object, read."""

    kind: str | None = None
    headline: str | None = None
    description: str | None = None
    published: str | None = None
    created: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()  # authors, creators and sources that are no persons
    copyright: str | None = None
    language: str | None = None
    url: str | None = None
    paywalled: bool = False
    publishers: tuple[str, ...] = ()


def _mended(text: str) -> Iterator[str]:
    """A script as it is, then, where that is no JSON, unwrapped, without entities, without a comma at an end."""
    yield text
    text = _WRAP.sub("", text)
    yield text
    if "&quot;" in text:
        yield html.unescape(text)
    yield _COMMA.sub(r"\1", text)


def _loads(text: str) -> Iterator[Any]:
    """Every JSON value in a script, mended where it is only slightly broken."""
    for mended in _mended(text.strip()):
        try:
            yield orjson.loads(mended)
        except orjson.JSONDecodeError:
            pass
        else:
            return
    yield from _loose(mended)


def _loose(text: str) -> Iterator[Any]:
    """Values one after the other, raw line breaks inside strings; what cannot be read by its date pairs only."""
    decoder, at, found = json.JSONDecoder(strict=False), 0, False
    while (at := min((i for i in (text.find("{", at), text.find("[", at)) if i >= 0), default=-1)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found = True
        yield value
    if not found:
        pairs = dict(reversed(_PAIR.findall(text)))
        if pairs:
            yield {"@type": "Article", **pairs}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Objects that can stand for a page, breadth first; people, lists of other stories and comments are not entered."""
    queue: deque[Any] = deque([value])
    for _ in range(MAX_OBJECTS):
        if not queue:
            return
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            yield item
            queue.extend(
                item[k]
                for k in ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
                if isinstance(item.get(k), list | dict)
            )


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [str(k).rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds]) if k]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if v), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value))
    return tidy(html.unescape(value))[:2_000] or None if isinstance(value, str) else None


def _parties(value: Any) -> Iterator[tuple[str, bool]]:
    """(name, is an organisation) of authors in any shape."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield tidy(html.unescape(item))[:200], False
        elif isinstance(item, dict):
            names = item.get("name")
            for name in names if isinstance(names, list) else [names]:
                text = _text(name)
                if text:
                    yield text[:200], any("Organi" in t for t in _types(item))


def _url(item: dict[str, Any]) -> str | None:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.startswith("http"):
            return value[:2_000]
    return None


def _linked(item: dict[str, Any]) -> Linked:
    parties = [p for k in ("author", "creator") for p in _parties(item.get(k)) if p[0]]
    sources = [
        n
        for k in ("sourceOrganization", "provider", "copyrightHolder", "isBasedOn")
        for n, _ in _parties(item.get(k))
        if n
    ]
    free = item.get("isAccessibleForFree")
    return Linked(
        kind=next(iter(_types(item)), None),
        headline=_text(item.get("headline")) or _text(item.get("name")),
        description=_text(item.get("description")) or _text(item.get("alternativeHeadline")),
        published=_text(item.get("datePublished")),
        created=_text(item.get("dateCreated")),
        modified=_text(item.get("dateModified")),
        authors=tuple(dict.fromkeys(n for n, org in parties if not org)),
        organisations=tuple(dict.fromkeys([*(n for n, org in parties if org), *sources])),
        copyright=_text(item.get("copyrightNotice")),
        language=_text(item.get("inLanguage")),
        url=_url(item),
        publishers=tuple(n for n, _ in _parties(item.get("publisher")) if n),
        paywalled=free is False or str(free).lower() == "false",
    )


def _rank(item: dict[str, Any], address: str | None) -> int:
    kinds = _types(item)
    article = any(_ARTICLE.search(k) for k in kinds)
    if not article and not any(k in _WEAK for k in kinds):
        return 0
    dated = bool(item.get("datePublished")) * 4 + bool(item.get("headline")) * 2
    url = _url(item)
    here = 6 if url and address and _path(url) == _path(address) else 0
    return (20 if article else 1) + dated + here


def _path(url: str) -> str:
    return re.sub(r"^https?://[^/]*|[?#].*$|/+$", "", url)


def scripts(page: HtmlPage) -> list[str]:
    """The JSON-LD scripts of a page, within bounds."""
    texts = (
        node.text or "" for node in page.tree.iter("script") if "ld+json" in (node.get("type") or "").lower()
    )
    return [t for t in texts if t.strip() and len(t) <= MAX_SCRIPT][:MAX_SCRIPTS]


def read(said: Sequence[str], address: str | None) -> Linked | None:
    """The object that stands for this article.

    Args:
        said: the page's `scripts`.
        address: its URL, to tell it from related stories.

    Returns:
        The best article object, its gaps filled from the other objects for the same page; None without any.
    """
    items = [i for s in said for v in _loads(s) for i in _objects(v)]
    ranked = sorted(((_rank(i, address), -n) for n, i in enumerate(items)), reverse=True)
    best = [items[-n] for rank, n in ranked if rank > 0]
    return _linked(best[0]) if best else None
