"""What a host answers for a path at an instant: pages, block pages, redirects, feeds, as bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from html import escape
from string import Template
from typing import TYPE_CHECKING, Literal

from pipeline.newsroom import feeds, markup, stamps
from pipeline.newsroom.known import sample_dir

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.newsroom.records import Day, Shown, Site, Track

_HTML = "text/html; charset=utf-8"
_PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 506"><defs><linearGradient id="s" y2="1" x2="0">'
    b'<stop stop-color="#9db8c9"/><stop offset="1" stop-color="#e8e2d4"/></linearGradient></defs>'
    b'<path fill="url(#s)" d="M0 0h900v506H0z"/><path fill="#54707f" d="M0 360l210-90 150 60 240-130 300 150v156H0z"/>'
    b'<path fill="#3a4f5a" d="M0 420h900v86H0z"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. ``delivery``: sent at once, held back until the client gives up, or never given."""

    status: int
    body: bytes = b""
    content_type: str = _HTML
    headers: tuple[tuple[str, str], ...] = ()
    delivery: Literal["sent", "stalled", "dropped"] = "sent"


def answer(day: Day, host: str, path: str, now: datetime) -> Answer:
    """What the day's ``host`` answers for ``path`` at ``now``; 421 for a host it does not know."""
    site = day.site(host)
    if site is None:
        return Answer(421, b"no such host here\n", "text/plain; charset=utf-8")
    if day.out(host, now):
        return Answer(0, delivery="dropped")
    return _standing(day, site, path, now) or _address(day, site, path, now)


def _standing(day: Day, site: Site, path: str, now: datetime) -> Answer | None:
    """What every site has: robots.txt, its feed, a picture and its front page."""
    if path == "/robots.txt":
        return Answer(200, b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
    if path == site.feed.path:
        return _tagged(
            feeds.render(day, site, now), feeds.content_type(site), feeds.changed_at(day, site, now)
        )
    if path == "/media/lead.svg":
        return Answer(200, _PICTURE, "image/svg+xml")
    if path == "/":
        return Answer(200, _front(day, site, now))
    return None


def _address(day: Day, site: Site, path: str, now: datetime) -> Answer:
    track = day.track(site.host, path)
    shown = track.shown(now) if track else None
    if track is None or shown is None:
        return Answer(404, _special(day, site, "not-found", now))
    return _page(day, track, shown, now)


def _page(day: Day, track: Track, shown: Shown, now: datetime) -> Answer:
    site = track.site
    plain = {"gone": (404, "not-found"), "soft-404": (200, "not-found"), "block": (403, "block")}
    plain |= {"consent": (200, "consent"), "error": (500, "error")}
    if shown.answer in plain:
        status, name = plain[shown.answer]
        return Answer(status, _special(day, site, name, now))
    if shown.answer == "timeout":
        return Answer(0, delivery="stalled")
    if shown.answer == "redirect":
        return Answer(301, headers=(("Location", f"http://{site.host}{shown.to}"),))
    page = render(day, track, shown, now)
    if site.dynamic:
        return Answer(200, page, headers=(("Cache-Control", "no-store"),))
    return _tagged(page, _HTML, shown.made_at(now))


def _tagged(body: bytes, content_type: str, changed_at: datetime) -> Answer:
    digest = hashlib.blake2b(body, digest_size=8).hexdigest()
    return Answer(
        200, body, content_type, (("ETag", f'"{digest}"'), ("Last-Modified", stamps.http_date(changed_at)))
    )


@cache
def _template(name: str) -> Template:
    return Template((sample_dir() / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def render(day: Day, track: Track, shown: Shown, now: datetime) -> bytes:
    """A page as its site makes it: dynamic sites at ``now``, others when the text last changed."""
    site = track.site
    at = now if site.dynamic else shown.made_at(now)
    return _template(site.template).substitute(_slots(day, track, shown, at)).encode()


def _slots(day: Day, track: Track, shown: Shown, at: datetime) -> dict[str, str]:
    site, wire = track.site, shown.wire
    updated = shown.claimed_update(at)
    stamp = stamps.visible(site, shown.published_at, at)
    updated_stamp = stamps.visible(site, updated, at) if updated else ""
    deck = shown.paragraphs[0].partition(" | ")[2] if shown.answer == "live" else shown.paragraphs[0]
    return {
        "language": site.language,
        "outlet": escape(site.outlet),
        "host": site.host,
        "url": escape(track.url),
        "canonical": escape(track.canonical or track.url),
        "cms_id": track.cms_id,
        "section": escape(track.section),
        "headline": escape(markup.headline(site, shown), quote=False),
        "headline_attribute": escape(markup.headline(site, shown)),
        "description": escape(markup.house(site, deck)[:200]),
        "author": escape(wire.author),
        "agency": escape(wire.agency or site.outlet),
        "byline": markup.byline(day, site, shown),
        "and_agencies": " and agencies" if wire.agency else "",
        "published_iso": markup.iso(site, shown.published_at),
        "updated_iso": markup.iso(site, updated or shown.published_at),
        "published": stamp,
        "updated": site.updated.format(stamp=updated_stamp, iso=markup.iso(site, updated)) if updated else "",
        "body": markup.live_body(site, shown) if shown.answer == "live" else markup.body(day, site, shown),
        "photo": markup.photo(shown),
        "credit": markup.credit(day, site, shown),
        "signoff": markup.signoff(wire),
        "copyright": markup.copyright_line(day, shown),
        "cards": markup.cards(day, track, at),
        "json_ld": markup.json_ld(track, shown, at, wire.author),
        "year": str(day.day.year),
        "source": escape(_source(day, track)),
    }


def _source(day: Day, track: Track) -> str:
    """Whose page an aggregator's canonical points at."""
    host = track.canonical.removeprefix("http://").partition("/")[0]
    site = day.site(host) if host else None
    return site.outlet if site else track.site.outlet


def _special(day: Day, site: Site, name: str, now: datetime) -> bytes:
    """A page that is no article: not found, blocked, consent, error."""
    return _template(name).substitute(_site_slots(day, site, now)).encode()


def _front(day: Day, site: Site, now: datetime) -> bytes:
    return _template("front").substitute(_site_slots(day, site, now)).encode()


def _site_slots(day: Day, site: Site, now: datetime) -> dict[str, str]:
    rows = reversed(markup.listed(day, site, now))
    links = (
        f'<li><a href="{escape(t.path)}">{escape(markup.headline(site, s), quote=False)}</a></li>'
        for t, s in rows
    )
    return {
        "language": site.language,
        "outlet": escape(site.outlet),
        "host": site.host,
        "links": "\n".join(links),
        "year": str(day.day.year),
    }
