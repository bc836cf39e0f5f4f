"""The headline a reader sees, by agreement of h1, JSON-LD, meta and title, without the site's name."""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.core.extract import meta as metas
from pipeline.core.extract.page import text_of
from pipeline.core.extract.places import Frames
from pipeline.core.normalise.scripts import count
from pipeline.core.normalise.text import normalise, tidy

if TYPE_CHECKING:
    from pipeline.core.extract.jsonld import Linked
    from pipeline.core.extract.meta import Meta
    from pipeline.core.extract.page import HtmlPage

LONGEST = 300
MAX_H1, MAX_LOWER = 12, 60
CLAIMS = 3  # JSON-LD, og:title, the title element
AGREEMENT = 0.5  # of the words of the shorter
LONGER_THAN_SECTION = 12  # signs of a section's name
FEWEST_WORDS = 4  # of a headline that nothing confirms
_SEPARATOR = re.compile(r"\s+(?:[|·•»–—-]|::|//)\s+")
_TAG = re.compile(r"<[^<>]{1,200}>")
_SPACELESS = r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]"  # kana, han, Thai
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # where a word may be broken
_WORD = re.compile(r"\w+")


def clean(text: str | None) -> str | None:
    """A headline as text: markup and entities resolved, one line, None if nothing is left."""
    if not text:
        return None
    plain = html.unescape(text) if "&" in text else text
    plain = tidy(_UNSEEN.sub("", _TAG.sub("", plain)))[:LONGEST]
    return plain or None


def cut_site(text: str, names: set[str]) -> str:
    """A title without the site's name at its end (or beginning): "… | CityNews", "… - Outlet"."""
    pieces = _SEPARATOR.split(text)
    while len(pieces) > 1:
        last, first = normalise(pieces[-1]).casefold(), normalise(pieces[0]).casefold()
        seps = list(_SEPARATOR.finditer(text))
        if last in names or (len(pieces) > 1 and "|" in seps[-1][0] and len(last.split()) <= 4):  # noqa: PLR2004 - a site's name
            text = text[: seps[-1].start()]
        elif first in names:
            text = text[seps[0].end() :]
        else:
            break
        pieces = _SEPARATOR.split(text)
    return text.strip()


def _site_names(meta: Meta, address: str | None) -> set[str]:
    said = [
        v
        for _, v in meta.all(
            ("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title")
        )
    ]
    host = re.sub(r"^https?://(?:www\.)?|/.*$", "", address or "")
    return {normalise(n).casefold().lstrip("@") for n in [*said, host, host.split(".")[0]] if n}


def _words(text: str) -> set[str]:
    return {w.casefold() for w in _WORD.findall(text)}


def alike(one: str, other: str) -> float:
    """The share of the shorter headline's words that the other has."""
    a, b = _words(one), _words(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _h1s(page: HtmlPage) -> list[str]:
    return _texts(page, ("h1",), MAX_H1)


def _texts(page: HtmlPage, tags: tuple[str, ...], limit: int) -> list[str]:
    """The texts of headings that stand in no aside, nav or footer."""
    frames = Frames()
    nodes = islice((n for n in page.tree.iter(*tags) if not frames.beside(n)), limit)
    return [t for t in (clean(text_of(n)) for n in nodes) if t]


def _headings(page: HtmlPage, claims: list[str]) -> list[str]:
    """What stands in lower headings and is the headline by one of the claims, alone or behind a kicker."""
    keys = {_key(c): c for c in claims}
    texts = _texts(page, ("h2", "h3"), MAX_LOWER) if keys else []
    return [c for t in texts for k, c in keys.items() if _key(t) == k or _behind_kicker(t, k)]


def _behind_kicker(text: str, key: str) -> bool:
    return _key(text).endswith(" " + key) and len(key.split()) > 3  # noqa: PLR2004 - a headline's words


def of_page(page: HtmlPage, linked: Linked | None, meta: Meta, address: str | None) -> str | None:
    """The headline of an HTML page.

    The h1 that agrees with what the head of the page says is what a reader sees, unless JSON-LD, og:title and the
    title element all say the same other thing. Without an h1, the one of these that stands in a lower heading counts,
    then what two of them say, and what stands at the end of the others, behind a kicker; all of it without the
    site's name.
    """
    names = _site_names(meta, address)
    stated = [clean(linked.headline) if linked else None, clean(meta.first(metas.TITLE)), clean(page.title)]
    claims = [
        c
        for c in (cut_site(s, names) if s else None for s in stated)
        if c and normalise(c).casefold() not in names
    ]
    every = _h1s(page)
    shown = [h for h in every if _key(h) not in names] or _headings(page, claims)[:1]
    best = _agreed(shown, claims)
    if best:
        return _said_by_all(claims) or _without_kicker(best, claims)
    if claims:
        return _most_said(claims)
    return next(iter([*shown, *every]), None)


def _key(headline: str) -> str:
    return normalise(headline).casefold()


def _said_by_all(claims: list[str]) -> str | None:
    """What all three claims agree in, to the letter."""
    return claims[0] if len(claims) == CLAIMS and len(set(map(_key, claims))) == 1 else None


def _most_said(claims: list[str]) -> str:
    """The claim that others repeat, as it is or behind a kicker; the first of equals."""
    keys = [_key(claim) for claim in claims]
    return max(
        claims, key=lambda claim: sum(k == _key(claim) or k.endswith(f": {_key(claim)}") for k in keys)
    )


def _without_kicker(shown: str, claims: list[str]) -> str:
    """The h1 without a kicker set before it, where the head of the page gives the headline alone."""
    key = normalise(shown).casefold()
    if any(_key(claim) == key for claim in claims):
        return shown
    for claim in claims:
        short = normalise(claim).casefold()
        if len(short.split()) > 3 and len(short) < len(key) and key.endswith(short):  # noqa: PLR2004 - a headline's words
            return shown[-len(claim) :] if normalise(shown[-len(claim) :]).casefold() == short else claim
    return shown


def _agreed(shown: list[str], claims: list[str]) -> str | None:
    """The h1 that shares most words with the claims; the only long one is believed without agreement too."""
    if not shown:
        return None
    best = max(
        shown, key=lambda h: (max((alike(h, c) for c in claims), default=0.0), len(h) > LONGER_THAN_SECTION)
    )
    if _length(best) > 1 and any(alike(best, c) >= AGREEMENT for c in claims):
        return best
    long = [h for h in shown if _length(h) >= FEWEST_WORDS]
    return long[0] if len(long) == 1 else None


def _length(headline: str) -> int:
    """Words; in scripts that set no spaces, three signs count as one."""
    return max(len(headline.split()), count(_SPACELESS, headline) // 3)


def deck_of(
    linked: Linked | None, meta: Meta, paragraphs: tuple[str, ...], headline: str | None
) -> str | None:
    """The deck (standfirst): what the page says in its description, if it does not merely repeat headline or lead."""
    said = clean(meta.first(metas.DECK)) or (clean(linked.description) if linked else None)
    key = normalise(said or "").rstrip(".… ")
    repeated = bool(paragraphs) and normalise(paragraphs[0]).startswith(key)
    return None if not key or repeated or (headline and key == normalise(headline).rstrip(".… ")) else said
