"""The sites' own feeds: RSS 2.0, RSS 1.0 and Atom, as of an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pipeline.newsroom import markup, stamps

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.newsroom.records import Day, Shown, Site, Track

LENGTH = 20  # entries a feed lists, newest first


def content_type(site: Site) -> str:
    """The media type a site sends its feed as."""
    kinds = {"rss2": "application/rss+xml", "rss1": "application/rdf+xml", "atom": "application/atom+xml"}
    return f"{kinds[site.feed.format]}; charset=utf-8"


def changed_at(day: Day, site: Site, now: datetime) -> datetime:
    """When the feed last changed: the latest change of a page it lists (at the day's first poll at least)."""
    return max((s.made_at(now) for _, s in markup.listed(day, site, now)), default=min(day.polls))


def render(day: Day, site: Site, now: datetime) -> bytes:
    """The site's feed at ``now``, as bytes of XML."""
    rows = list(reversed(markup.listed(day, site, now)))[:LENGTH]
    writers: dict[str, Callable[[Day, Site, list[tuple[Track, Shown]], datetime], str]] = {
        "rss2": _rss2,
        "rss1": _rss1,
        "atom": _atom,
    }
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + writers[site.feed.format](day, site, rows, now)
    ).encode()


def _guid(site: Site, track: Track) -> str:
    return site.feed.guid.format(url=track.url, id=track.cms_id, host=site.host)


def _summary(site: Site, shown: Shown) -> str:
    text = shown.paragraphs[0]
    return markup.house(site, text.partition(" | ")[2] if shown.answer == "live" else text)


def _rss2(_day: Day, site: Site, rows: list[tuple[Track, Shown]], now: datetime) -> str:
    items = "\n".join(_rss2_item(site, track, shown, now) for track, shown in rows)
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(site.feed.title)}</title>\n<link>http://{site.host}/</link>\n"
        f"<description>{escape(site.feed.title)}</description>\n<language>{site.language}</language>\n"
        f'<atom:link href="http://{site.host}{site.feed.path}" rel="self" type="application/rss+xml"/>\n'
        f"<ttl>15</ttl>\n{items}\n</channel>\n</rss>\n"
    )


def _rss2_item(site: Site, track: Track, shown: Shown, _now: datetime) -> str:
    guid = _guid(site, track)
    permalink = "true" if guid == track.url else "false"
    creator = shown.wire.author or shown.wire.agency or site.outlet
    return (
        f"<item>\n<title>{escape(markup.headline(site, shown))}</title>\n<link>{escape(track.url)}</link>\n"
        f'<guid isPermaLink="{permalink}">{escape(guid)}</guid>\n'
        f"<pubDate>{stamps.rfc822(site, shown.published_at)}</pubDate>\n"
        f"<dc:creator>{escape(creator)}</dc:creator>\n<category>{escape(track.section)}</category>\n"
        f"<description>{escape(_summary(site, shown))}</description>\n</item>"
    )


def _rss1(_day: Day, site: Site, rows: list[tuple[Track, Shown]], now: datetime) -> str:
    links = "\n".join(f"<rdf:li rdf:resource={quoteattr(track.url)}/>" for track, _ in rows)
    items = "\n".join(_rss1_item(site, track, shown, now) for track, shown in rows)
    about = f"http://{site.host}{site.feed.path}"
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel rdf:about="{about}">\n'
        f"<title>{escape(site.feed.title)}</title>\n<link>http://{site.host}/</link>\n"
        f"<description>{escape(site.feed.title)}</description>\n<dc:language>{site.language}</dc:language>\n"
        f"<items><rdf:Seq>\n{links}\n</rdf:Seq></items>\n</channel>\n{items}\n</rdf:RDF>\n"
    )


def _rss1_item(site: Site, track: Track, shown: Shown, now: datetime) -> str:
    date = markup.iso(site, shown.claimed_update(now) or shown.published_at)
    return (
        f"<item rdf:about={quoteattr(_guid(site, track))}>\n<title>{escape(markup.headline(site, shown))}</title>\n"
        f"<link>{escape(track.url)}</link>\n<description>{escape(_summary(site, shown))}</description>\n"
        f"<dc:date>{date}</dc:date>\n<dc:creator>{escape(shown.wire.agency or site.outlet)}</dc:creator>\n</item>"
    )


def _atom(day: Day, site: Site, rows: list[tuple[Track, Shown]], now: datetime) -> str:
    entries = "\n".join(_atom_entry(site, track, shown, now) for track, shown in rows)
    own = f"http://{site.host}{site.feed.path}"
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language}">\n'
        f"<title>{escape(site.feed.title)}</title>\n<id>{own}</id>\n"
        f'<link rel="self" href="{own}"/>\n<link rel="alternate" href="http://{site.host}/"/>\n'
        f"<updated>{markup.iso(site, changed_at(day, site, now))}</updated>\n{entries}\n</feed>\n"
    )


def _atom_entry(site: Site, track: Track, shown: Shown, now: datetime) -> str:
    updated = shown.claimed_update(now) or shown.published_at
    author = shown.wire.author or shown.wire.agency or site.outlet
    return (
        f"<entry>\n<title>{escape(markup.headline(site, shown))}</title>\n<id>{escape(_guid(site, track))}</id>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(track.url)}/>\n'
        f"<published>{markup.iso(site, shown.published_at)}</published>\n"
        f"<updated>{markup.iso(site, updated)}</updated>\n<author><name>{escape(author)}</name></author>\n"
        f"<summary>{escape(_summary(site, shown))}</summary>\n</entry>"
    )
