"""What fills a site's template: the body with its furniture, cards, credit, JSON-LD."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.newsroom import stamps

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pipeline.newsroom.records import Day, Shown, Site, Track, Wire

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_CARDS = 3


def house(site: Site, text: str) -> str:
    """The text in the spelling of the site's desk."""
    for written, ours in site.house:
        text = text.replace(written, ours)
    return text.translate(_STRAIGHT) if site.straight_quotes else text


def headline(site: Site, shown: Shown) -> str:
    """The headline as the site prints it."""
    return house(site, shown.headline)


def paragraphs(day: Day, site: Site, shown: Shown) -> tuple[str, ...]:
    """The body a reader sees, notes too: in house spelling, with the dateline where the site prints it."""
    texts = [house(site, p) for p in shown.paragraphs]
    place = shown.wire.dateline
    if site.dateline and place and texts:
        desk = day.desk(shown.wire.agency)
        texts[0] = (desk.dateline if desk else "{place} — ").format(place=place) + texts[0]
    if shown.note:
        texts.insert(0 if shown.note_first else len(texts), house(site, shown.note))
    return tuple(texts)


def body(day: Day, site: Site, shown: Shown) -> str:
    """The body as HTML, with the site's furniture between its paragraphs."""
    texts = paragraphs(day, site, shown)
    lines: list[str] = []
    for number, text in enumerate(texts, 1):
        marker = ' class="correction"' if shown.note and text == house(site, shown.note) else ""
        lines.append(f"<p{marker}>{escape(text, quote=False)}</p>")
        lines.extend(b.html for b in site.between if b.after == number and number < len(texts))
    return "\n".join(lines)


def live_body(site: Site, shown: Shown) -> str:
    """A live blog: each paragraph an entry with its own time, ``8:42 p.m. | text`` in the data."""
    lines = []
    for text in shown.paragraphs:
        time, _, entry = house(site, text).partition(" | ")
        lines.append(
            f'<article class="live-entry"><h3 class="live-time">{escape(time)}</h3>'
            f"<p>{escape(entry, quote=False)}</p></article>"
        )
    badge = '<p class="live-badge">Live updates</p>\n'
    return '<div class="live-blog">\n' + badge + "\n".join(lines) + "\n</div>"


def byline(day: Day, site: Site, shown: Shown) -> str:
    """The byline, HTML-escaped: writer and agency as the agency's desk puts it, or the site's own writer."""
    desk = day.desk(shown.wire.agency)
    own = "Par {author}" if site.language.startswith("fr") else "By {author}"
    pattern = desk.byline if desk else own
    if not shown.wire.author:
        return escape(shown.wire.agency or "")
    return escape(pattern.format(author=shown.wire.author))


def credit(day: Day, site: Site, shown: Shown) -> str:
    """The closing credit line of the agency, where the site prints it."""
    desk = day.desk(shown.wire.agency)
    if desk is None or not desk.closing or not site.credit:
        return ""
    first = shown.wire.first_published_on
    date = stamps.day_fr(first) if site.language.startswith("fr") else stamps.day_en(first)
    return f"<p>{escape(desk.closing.format(date=date), quote=False)}</p>"


def signoff(wire: Wire) -> str:
    """The line with writer and agency some outlets leave at the end of wire copy."""
    if not wire.agency:
        return ""
    return f"<p>{escape(', '.join(filter(None, (wire.author, wire.agency))), quote=False)}</p>"


def copyright_line(day: Day, shown: Shown) -> str:
    """The agency's copyright line; empty for an outlet's own text."""
    desk = day.desk(shown.wire.agency)
    return escape(desk.copyright.format(year=day.day.year)) if desk else ""


def photo(shown: Shown) -> str:
    """The photo's figure with caption and credit; empty if the story has none."""
    if not shown.wire.photo:
        return ""
    return (
        '<figure class="lead-photo"><img src="/media/lead.svg" alt="" width="900" height="506">'
        f"<figcaption>{escape(shown.wire.photo, quote=False)} "
        f'<span class="photo-credit">{escape(shown.wire.photo_credit)}</span></figcaption></figure>'
    )


def cards(day: Day, track: Track, at: datetime) -> str:
    """The site's related cards: its other stories as of ``at``, then its evergreens."""
    site = track.site
    linked: Iterable[tuple[str, str, str]] = (
        (t.path, headline(site, s), stamps.relative(s.published_at, at))
        for t, s in reversed(listed(day, site, at))
        if t.path != track.path
    )
    standing = [("/topics/", text, "") for text in site.evergreen]
    rows = [*list(linked)[:_CARDS], *standing]
    return "\n".join(
        site.card.format(url=escape(url), headline=escape(text, quote=False), age=age)
        for url, text, age in rows
    )


def listed(day: Day, site: Site, at: datetime) -> list[tuple[Track, Shown]]:
    """What the site links from its feed and cards at ``at``, oldest first."""
    rows = [
        (t, s) for t in day.tracks if t.site.host == site.host and (s := t.shown(at)) and _is_listed(t, s, at)
    ]
    return sorted(rows, key=lambda row: (row[1].published_at, row[0].path))


def _is_listed(track: Track, shown: Shown, at: datetime) -> bool:
    if track.feed_until is not None and at >= track.feed_until:
        return False
    return shown.listed and shown.answer != "redirect"


def json_ld(track: Track, shown: Shown, now: datetime, author: str) -> str:
    """The page's schema.org record in a script element, or nothing for sites without one."""
    site = track.site
    if site.json_ld == "none":
        return ""
    kind = "LiveBlogPosting" if shown.answer == "live" else "NewsArticle"
    updated = shown.claimed_update(now) or shown.published_at
    article: dict[str, Any] = {
        "@type": kind,
        "headline": headline(site, shown),
        "datePublished": iso(site, shown.published_at),
        "dateModified": iso(site, updated),
        "inLanguage": site.language,
        "articleSection": track.section,
        "author": {"@type": "Person", "name": author}
        if author
        else {"@type": "Organization", "name": site.outlet},
        "publisher": {"@type": "NewsMediaOrganization", "name": site.outlet},
        "mainEntityOfPage": track.url,
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": track.section}],
    }
    record: dict[str, Any] = (
        {"@context": "https://schema.org", "@graph": [crumbs, article]}
        if site.json_ld == "graph"
        else {"@context": "https://schema.org", **article}
    )
    text = json.dumps(record, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def iso(site: Site, at: datetime) -> str:
    """An ISO stamp in the site's zone, with its offset (``Z`` for London in winter is written +00:00)."""
    return at.astimezone(site.zone).isoformat(timespec="seconds")
