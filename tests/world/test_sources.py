"""Sitemaps and listing pages as sources; wishes, archives, secrets."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feeds import explain, listing, sitemap, wishes
from pipeline.core.feeds.parse import parse, parse_source
from pipeline.errors import BadInput
from pipeline.io.answer import Answer, Exchange, Outcome, max_age
from pipeline.io.secrets import stripped, ticket
from pipeline.model import Auth, Feed

URL = "https://harbour.example/section/"
NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://harbour.example/a</loc>
 <news:news><news:publication><news:name>Harbour Post</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2026-03-02T08:00:00Z</news:publication_date><news:title>Ferry &amp; bay</news:title></news:news>
 </url></urlset>"""


def page(*articles: str, nav: str = "") -> bytes:
    """A section front."""
    cards = "".join(f'<div class="card">{a}</div>' for a in articles)
    return f"<html><head><title>Section</title></head><body><nav>{nav}</nav><main>{cards}</main></body></html>".encode()


def link(path: str, text: str = "Council approves the new ferry budget") -> str:
    """A card's link."""
    return f'<h3><a href="{path}">{text}</a></h3><time datetime="2026-03-02T09:30:00Z">2 h ago</time>'


def test_a_news_sitemap_is_a_feed() -> None:
    """Title, publication's language, address, date; gzipped ones too."""
    for body in (NEWS, gzip.compress(NEWS)):
        feed = parse(body, "application/xml", URL)
        (entry,) = feed.entries
        assert (feed.version, feed.title, feed.language) == ("sitemap-news", "Harbour Post", "en")
        assert (entry.url, entry.headline, entry.published is not None) == (
            "https://harbour.example/a",
            "Ferry & bay",
            True,
        )


def test_an_index_names_its_newest_sitemaps() -> None:
    """Those named as news go first, then the newest; no more than three."""
    rows = "".join(
        f"<sitemap><loc>/s{n}.xml</loc><lastmod>2026-03-0{n}</lastmod></sitemap>" for n in range(1, 6)
    )
    body = f"<sitemapindex>{rows}<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>".encode()
    feed = parse(body, None, URL)
    assert feed.parts == tuple(f"https://harbour.example/{n}.xml" for n in ("news", "s5", "s4"))
    assert feed.findings == ()


def test_a_sitemap_without_news_gives_what_changed_lately() -> None:
    """Everything a site ever had is no news: three days before its newest change."""
    rows = "".join(f"<url><loc>/a{n}</loc><lastmod>2026-03-{n:02}</lastmod></url>" for n in range(1, 11))
    feed = parse(f"<urlset>{rows}</urlset>".encode(), None, URL)
    assert [e.url for e in feed.entries] == [f"https://harbour.example/a{n}" for n in (7, 8, 9, 10)]
    assert "sitemap-not-news" in [f.code for f in feed.findings]


def test_a_sitemap_that_is_a_bomb_does_no_harm() -> None:
    """Entities stay as they are; what is packed is unpacked up to the protocol's limit."""
    bomb = (
        b'<!DOCTYPE u [<!ENTITY a "'
        + b"x" * 1000
        + b'">]><urlset><url><loc>/&a;</loc><lastmod>2026-03-01</lastmod></url></urlset>'
    )
    with pytest.raises(BadInput):
        parse(b'<?xml version="1.0"?>' + bomb, None, URL)
    assert len(sitemap.unpacked(gzip.compress(b"a" * (sitemap.MOST_BYTES + 10)))) <= sitemap.MOST_BYTES


def test_a_section_front_lists_its_articles_and_nothing_else() -> None:
    """By structure: dates, numbers or slugs in addresses, real headlines; no menus, tags, pictures or other hosts."""
    body = page(
        link("/2026/03/02/ferry-budget"),
        link("/news/town-council-votes-on-ferry-1234567"),
        link("/story/987654321", "Storm closes the coastal road")
        + '<a href="/story/987654321"><img src="x.jpg"></a>',
        link("/tag/ferries-and-boats-and-ships"),
        link("https://elsewhere.example/2026/03/02/not-ours-at-all"),
        link("/contact", "Write to the editors of this paper"),
        nav=link("/2026/03/02/most-read-in-the-menu"),
    )
    feed = parse_source("listing", body, "text/html; charset=utf-8", URL)
    paths = [(e.url or "").removeprefix("https://harbour.example") for e in feed.entries]
    assert paths == [
        "/2026/03/02/ferry-budget",
        "/news/town-council-votes-on-ferry-1234567",
        "/story/987654321",
    ]
    assert feed.entries[2].headline == "Storm closes the coastal road"
    assert all(e.published and e.published.instant for e in feed.entries)


def test_a_page_without_articles_is_no_listing() -> None:
    """One line says so."""
    with pytest.raises(BadInput, match="no list of articles"):
        listing.read(page(link("/about-us-and-our-work"), nav="<a href='/'>Home</a>"), None, URL)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(body: bytes) -> None:
    """Any bytes are a source or a BadInput."""
    with contextlib.suppress(BadInput):
        listing.read(body, None, URL)
    with contextlib.suppress(BadInput):
        sitemap.read(body, URL)


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "seconds"),
    [
        ("30", "", "", 1_800),
        ("", "hourly", "2", 1_800),
        ("60", "daily", "", 86_400),
        ("soon", "now", "x", None),
        ("9" * 20, "", "", None),
    ],
)
def test_wishes_are_read_as_seconds(ttl: str, period: str, frequency: str, seconds: int | None) -> None:
    """The longest that is asked for; nonsense is nothing."""
    assert wishes.wish(ttl, period, frequency) == seconds


def test_a_feed_names_its_archive() -> None:
    """RFC 5005: the archive before it, else the next page."""
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay</title><link rel="next" href="?page=2"/>
      <link rel="prev-archive" href="/2026/02"/><entry><id>1</id><title>A</title><link href="/a"/></entry></feed>"""
    assert parse(atom, None, URL).older == "https://harbour.example/2026/02"


@pytest.mark.parametrize(
    ("form", "name", "value", "address", "header"),
    [
        ("basic", "", "ann:secret-word", URL, ("Authorization", "Basic YW5uOnNlY3JldC13b3Jk")),
        ("header", "X-Key", "secret-word", URL, ("X-Key", "secret-word")),
        ("query", "token", "secret word", URL + "?token=secret%20word", None),
    ],
)
def test_a_paid_feed_is_asked_with_its_secret(
    form: str, name: str, value: str, address: str, header: tuple[str, str] | None
) -> None:
    """The secret comes from the environment; no record of ours shows it."""
    feed = Feed("paid", URL, auth=Auth("PAID", form, name))  # type: ignore[arg-type]
    paper = ticket(feed, URL, {"PAID": value})
    assert (paper.url, paper.headers) == (address, (header,) if header else ())
    assert "secret" not in repr(paper)
    with pytest.raises(BadInput, match="PAID is not set"):
        ticket(feed, URL, {})


def test_nothing_that_comes_back_holds_the_secret() -> None:
    """Address, redirects, detail, heads and body: a server may echo what it was asked with."""
    paper = ticket(Feed("paid", URL, auth=Auth("PAID", "query", "token")), URL, {"PAID": "secret word"})
    head = (("x", "secret%20word"),)
    answer = Answer(
        paper.url, paper.url, Outcome.OK, body=b"<link>secret+word</link>", redirects=(paper.url,), detail="secret word",
        exchanges=(Exchange(paper.url, 200, "OK", "HTTP/1.1", head, head),),
    )  # fmt: skip
    clean = stripped(answer, paper.words)
    told = f"{clean.url} {clean.final_url} {clean.redirects} {clean.detail} {clean.body!r} {clean.exchanges[0].url} {clean.exchanges[0].sent}"
    assert "secret" not in told


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("rss20", "RSS 2.0"),
        ("rss091u", "RSS 0.9.1"),
        ("atom10", "Atom 1.0"),
        ("listing", "a page that lists articles"),
    ],
)
def test_formats_have_names(version: str, name: str) -> None:
    """As people call them."""
    assert explain.format_name(version) == name


@pytest.mark.parametrize(
    ("seconds", "text"), [(40, "40 s"), (720, "12 min"), (3 * 3600, "3 h"), (5 * 86_400, "5 d")]
)
def test_lengths_of_time_are_told_roughly(seconds: float, text: str) -> None:
    """One unit is enough."""
    assert explain.span(seconds) == text


@pytest.mark.parametrize(
    ("header", "age", "seconds"),
    [
        ("public, max-age=600", "", 600),
        ("max-age=600", "90", 510),
        ("no-cache, max-age=7200", "", None),
        ("private", "", None),
        ("max-age=x", "", None),
    ],
)
def test_cache_control_is_read_as_a_wish(header: str, age: str, seconds: int | None) -> None:
    """As seconds for which the answer is fresh yet; what is no number, or not to be kept, is no wish."""
    assert max_age({"cache-control": header, "age": age}) == seconds
