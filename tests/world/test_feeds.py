"""Feeds and lists of feeds, read into records."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.feeds import opml
from pipeline.core.feeds.parse import MOST_ENTRIES, parse
from pipeline.errors import BadInput
from pipeline.model import Feed, ParsedFeed

URL = "https://harbour.example/news/rss"


def rss(items: str, head: str = "") -> bytes:
    """A small RSS feed."""
    channel = f"<channel><title>Harbour &amp; Bay</title>{head}{items}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">{channel}</rss>'.encode()


def item(title: str = "Ferry returns", link: str = "/a", more: str = "") -> str:
    """An item of it."""
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def codes(feed: ParsedFeed) -> set[str]:
    """The findings' codes."""
    return {f.code for f in feed.findings}


def test_an_rss_item_becomes_an_entry() -> None:
    """Guid, whole address, headline, summary, date with its zone, authors."""
    more = (
        '<guid isPermaLink="false">h-1</guid>'
        "<description>&lt;p&gt;The ferry &lt;b&gt;is&lt;/b&gt; back.&lt;/p&gt;</description>"
        "<pubDate>Tue, 06 Jan 2026 05:32:00 NST</pubDate><author>June Pike</author>"
    )
    feed = parse(rss(item(more=more), "<language>en-CA</language>"), "text/xml", URL, "America/Toronto")
    entry = feed.entries[0]
    assert (feed.title, feed.version, feed.language, feed.findings) == ("Harbour & Bay", "rss20", "en-CA", ())
    assert (entry.guid, entry.url, entry.headline) == ("h-1", "https://harbour.example/a", "Ferry returns")
    assert (entry.summary, entry.authors) == ("The ferry is back.", ("June Pike",))
    assert entry.published is not None
    assert str(entry.published.instant) == "2026-01-06 09:02:00+00:00"
    assert entry.updated is None


def test_published_and_updated_stay_apart() -> None:
    """An Atom entry has both, one that has only one has only that one."""
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bay.example/x/"><title>Bay</title>
      <entry><id>1</id><title>A</title><link href="a"/><published>2026-01-06T09:00:00Z</published>
        <updated>2026-01-06T10:00:00Z</updated></entry>
      <entry><id>2</id><title>B</title><link href="b"/><updated>2026-01-06T11:00:00Z</updated></entry></feed>"""
    one, two = parse(body, "application/atom+xml", URL).entries
    assert one.published is not None
    assert one.updated is not None
    assert (one.published.raw, one.updated.raw) == ("2026-01-06T09:00:00Z", "2026-01-06T10:00:00Z")
    assert two.published is None
    assert one.url == "https://bay.example/x/a"


@pytest.mark.parametrize(
    ("written", "headline"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("Storm&amp;#8217;s toll", "Storm’s toll"),
        ("<![CDATA[<b>Storm</b> &amp; <i>sea</i>]]>", "Storm & sea"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Tide", "alert(1) Tide"),
        ("Rates &lt; 3 % and > 2 %", "Rates < 3 % and > 2 %"),
        ("  Two\n lines ", "Two lines"),
        ("", ""),
    ],
)
def test_headlines_are_text(written: str, headline: str) -> None:
    """Entities resolved, tags removed, blanks tidied; signs that are no tags stay."""
    assert parse(rss(item(written)), None, URL).entries[0].headline == headline


def test_a_feed_without_entries_is_a_finding() -> None:
    """An empty feed is well formed and said to be empty."""
    assert codes(parse(rss(""), "text/xml", URL)) == {"feed-empty"}


def test_a_broken_feed_gives_what_it_has_and_a_finding() -> None:
    """An unescaped ampersand does not lose the feed."""
    feed = parse(rss(item("Fish & chips") + item("Second", "/b")), "text/xml", URL)
    assert len(feed.entries) == 2
    assert codes(feed) == {"feed-malformed"}


def test_a_wrong_charset_is_put_right() -> None:
    """The bytes win over a header that lies about them."""
    feed = parse(rss(item("Évacuation à Québec")), "text/xml; charset=us-ascii", URL)
    assert feed.entries[0].headline == "Évacuation à Québec"
    assert codes(feed) == {"feed-encoding"}


def test_dates_without_a_zone_are_a_finding() -> None:
    """The raw text stays, the instant is open, and the finding shows one."""
    feed = parse(rss(item(more="<pubDate>Tue, 06 Jan 2026 05:32:00 XYZT</pubDate>")), None, URL)
    assert codes(feed) == {"zone-unknown"}
    assert "XYZT" in feed.findings[0].message


def test_an_entry_without_an_address_is_a_finding() -> None:
    """A link that leads to no web page is no address."""
    feed = parse(rss(item(link="javascript:alert(1)")), None, URL)
    assert feed.entries[0].url is None
    assert codes(feed) == {"entry-without-url"}


def test_a_feeds_own_credentials_do_not_pass_on() -> None:
    """Relative links of a protected feed are addresses without its password."""
    feed = parse(rss(item(link="/a")), None, "https://me:pw@harbour.example/rss")
    assert feed.entries[0].url == "https://harbour.example/a"


def test_a_web_page_is_no_feed_and_names_its_feeds() -> None:
    """One line for the person who typed the site's address."""
    page = b'<!DOCTYPE html><html><head><link rel=alternate type="application/rss+xml" href="/rss?a=1&amp;b=2"></head>'
    with pytest.raises(BadInput) as caught:
        parse(page, "text/html", "https://harbour.example/")
    assert str(caught.value) == (
        "https://harbour.example/ is a web page, not a feed: try https://harbour.example/rss?a=1&b=2"
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the answer is empty"),
        (b"  \n", "the answer is empty"),
        (b"<html><body>Hello</body></html>", "it names no feed of its own"),
        (
            b'<?xml version="1.0"?><urlset xmlns="x"><url><loc>/a</loc></url></urlset>',
            "does not tell what is new",
        ),
        (b"%PDF-1.7 ...", "is not a feed"),
        (bytes(range(256)), "is not a feed"),
        (b"<rss>" + b"<b>" * 200_000, "more than 150,000 tags"),
        (b"{}", "no JSON Feed"),
        (b'{"a": ', "neither a feed nor readable JSON"),
        (b"[" * 100_000, "neither a feed nor readable JSON"),
    ],
)
def test_what_is_no_feed_is_said_in_one_line(body: bytes, message: str) -> None:
    """Nothing, pages, sitemaps, files of other kinds."""
    with pytest.raises(BadInput) as caught:
        parse(body, None, URL)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_json_feed_is_a_feed() -> None:
    """JSON Feed 1.1, with numbers for ids and one author or several."""
    items = [
        {
            "id": 7,
            "url": "/a",
            "title": "A < B",
            "content_html": "<p>Text.</p>",
            "date_published": "2026-01-06T05:32:00-05:00",
        },
        {"id": "x", "external_url": "https://other.example/b", "author": {"name": "Ann"}, "summary": "S"},
        "no item",
    ]
    body = {"version": "https://jsonfeed.org/version/1.1", "title": "Bay", "language": "en", "items": items}
    feed = parse(json.dumps(body).encode(), "application/feed+json", URL)
    one, two = feed.entries
    assert (feed.title, feed.version, codes(feed)) == ("Bay", "json", {"feed-malformed"})
    assert (one.guid, one.url, one.headline, one.summary) == (
        "7",
        "https://harbour.example/a",
        "A < B",
        "Text.",
    )
    assert one.published is not None
    assert (two.url, two.authors, two.summary) == ("https://other.example/b", ("Ann",), "S")


def test_a_dump_is_cut() -> None:
    """More entries than any news feed lists are left, and said so."""
    feed = parse(rss("".join(item(f"S{i}", f"/{i}") for i in range(MOST_ENTRIES + 5))), None, URL)
    assert len(feed.entries) == MOST_ENTRIES
    assert "feed-too-long" in codes(feed)


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + b"&a;" * 50 + b'"><!ENTITY c "' + b"&b;" * 50 + b'">]>'
        + rss(item("&c;")),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("&x;")),
        rss(item("<a" * 20_000)),
        rss("<item>" * 3_000),
        rss(item("x", "http://[::1/")),
    ],
)  # fmt: skip
def test_hostile_feeds_neither_hang_nor_leak(body: bytes) -> None:
    """Entity bombs, external entities, unclosed tags, deep nesting, broken addresses."""
    started = time.perf_counter()
    try:
        feed = parse(body, "text/xml", URL)
    except BadInput:
        feed = None
    assert time.perf_counter() - started < 5
    assert feed is None or "root:" not in str(feed)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=120).map(lambda t: rss(item(t, t, t)))))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    """Any bytes are a feed or a BadInput of one line."""
    try:
        parse(body, None, URL)
    except BadInput as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right


def test_opml_is_read_folders_and_all() -> None:
    """Every feed once, in order, with a key of its own; what is no web address is left."""
    body = b"""<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="Canada"><outline text="Bay &amp; Sea" xmlUrl="https://bay.example/rss" language="en"/>
        <outline text="Again" xmlUrl="https://bay.example/rss"/></outline>
      <outline text="Bay 2" xmlUrl="https://www.bay.example/feed"/><outline xmlUrl="file:///etc/passwd"/></body></opml>"""
    feeds = opml.read(body)
    assert [(f.key, f.title, f.language) for f in feeds] == [
        ("bay-example", "Bay & Sea", "en"),
        ("bay-example-2", "Bay 2", None),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "no well-formed XML"),
        (b"<rss/>", "root is <rss>"),
        (b'<!DOCTYPE o [<!ENTITY a "b">]><opml>&a;</opml>', "declares entities"),
        (b"\xff\xfe\x00", "no well-formed XML"),
    ],
)
def test_bad_opml_is_said_in_one_line(body: bytes, message: str) -> None:
    """Nothing, another format, hostile XML, no text."""
    with pytest.raises(BadInput, match=message):
        opml.read(body)


_URL = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9&?=<>'\"]{0,12}", fullmatch=True)


@given(st.lists(st.tuples(_URL, st.text(max_size=20)), unique_by=lambda t: t[0], max_size=5))
def test_opml_goes_out_and_in_again(rows: list[tuple[str, str]]) -> None:
    """Addresses come back exactly, whatever signs stand in addresses and titles."""
    feeds = [Feed(f"f{i}", url, title=title) for i, (url, title) in enumerate(rows)]
    assert [f.url for f in opml.read(opml.write(feeds).encode())] == [f.url for f in feeds]
