"""HTML pages: times by the ladder, credits, headline, verdicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import extract
from pipeline.core.extract.page import parse
from pipeline.model import Extracted, Page

Html = Callable[..., Extracted]

COPY = """
<p>PORT ELLERY (NP) — The oldest bridge in Port Ellery will close to cars next week while engineers repair beams that cracked.</p>
<p>A team of about forty welders from three counties is expected to work around the clock as council debates how to pay for it.</p>
<p>Story continues below advertisement</p>
<p>Mayor Otto Brandt is set to meet the transport minister, the port authority and the ferry company on Tuesday morning.</p>
<p>Correction: An earlier version of this story said the repair would take nine days. It will take at least 11 days.</p>
<p>A city engineer who briefed reporters on Sunday said that the repair would cost about $2.4 million, more than was planned.</p>
<p>This report by Northern Press was first published Feb. 9, 2026.</p>"""


def utc(text: str) -> datetime:
    """An instant from "2026-02-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def page(
    head: str = "", above: str = "", body: str = COPY, title: str = "Harbour bridge to close for repairs"
) -> str:
    """A believable page with what a test wants in its head and above its copy."""
    return (
        f"<!doctype html><html lang='en-CA'><head><title>{title} | Coast News</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><main><article><h1>{title}</h1>{above}{body}</article></main>"
        "<footer><p>© 2026 Coast News</p></footer></body></html>"
    )


JSON_LD = '<script type="application/ld+json">{}</script>'
OBJECT = (
    '{"@type":"NewsArticle","headline":"Harbour bridge to close for repairs","datePublished":"2026-02-09T04:15:00-05:00",'
    '"dateModified":"2026-02-09T06:02:00-05:00","author":[{"@type":"Person","name":"Mira Vance"},'
    '{"@type":"Organization","name":"Northern Press"}]}'
)


def test_a_page_gives_copy_without_dateline_and_furniture(html: Html) -> None:
    """Dateline, agency, correction and first publication each go where they belong."""
    got = html(page())
    assert got.quality == "article"
    assert got.headline == "Harbour bridge to close for repairs"
    assert (got.dateline, got.agency) == ("PORT ELLERY", "Northern Press")
    assert got.paragraphs[0].startswith("The oldest bridge")
    assert len(got.paragraphs) == 5
    assert len(got.corrections) == 1
    assert got.wire_first_published_on == date(2026, 2, 9)
    assert {f.rule for f in got.furniture} >= {"advertisement", "first-published"}
    assert (got.language, got.cms_id) == ("en", "1234567")


@pytest.mark.parametrize(
    "script",
    [
        OBJECT,
        f"[{OBJECT}]",
        f'{{"@graph":[{{"@type":"WebPage","datePublished":"2020-01-01"}},{OBJECT}]}}',
        f"<!-- {OBJECT} -->",
        OBJECT.replace("}]}", "},],}"),
        OBJECT.replace("for repairs", "for\nrepairs"),
        f"{OBJECT}{OBJECT}",
    ],
)
def test_json_ld_is_read_in_every_wrapping(html: Html, script: str) -> None:
    """Arrays, graphs, comments, trailing commas, raw line breaks, two objects in one script."""
    got = html(page(JSON_LD.format(script)))
    assert got.published is not None
    assert got.updated is not None
    assert (got.published.instant, got.published.source) == (utc("2026-02-09 09:15"), "json-ld")
    assert got.updated.instant == utc("2026-02-09 11:02")
    assert (got.authors, got.agency) == (("Mira Vance",), "Northern Press")


@pytest.mark.parametrize(
    ("head", "above", "source"),
    [
        ("<meta property='article:published_time' content='2026-02-09T09:15:00Z'>", "", "meta"),
        ("<meta name='parsely-pub-date' content='2026-02-09T04:15:00-05:00'>", "", "meta"),
        ("", "<p>By Mira Vance</p><time datetime='2026-02-09T04:15:00-05:00'>Feb. 9</time>", "time-element"),
        ("", "<div>Posted February 9, 2026 4:15 am EST</div>", "visible"),
        (
            "<meta name='date' content='2026-02-09'>",
            "<div>Posted February 9, 2026 4:15 am EST</div>",
            "visible",
        ),
    ],
)
def test_the_ladder_takes_the_first_rung_that_knows_the_minute(
    html: Html, head: str, above: str, source: str
) -> None:
    """A bare day gives way to a finer stamp of the same day on a lower rung."""
    got = html(page(head, above))
    assert got.published is not None
    assert (got.published.instant, got.published.source) == (utc("2026-02-09 09:15"), source)


def test_updated_is_never_made_from_published(html: Html) -> None:
    """A page that says only when it was published says nothing about an update."""
    got = html(page("<meta property='article:published_time' content='2026-02-09T09:15:00Z'>"))
    assert got.published is not None
    assert got.updated is None


def test_a_page_of_an_unknown_zone_keeps_day_and_raw_text(html: Html) -> None:
    """Instant None, never UTC by guess."""
    got = html(page(above="<div>Posted February 9, 2026 4:15 am</div>"))
    assert got.published is not None
    assert (got.published.instant, got.published.local_day) == (None, date(2026, 2, 9))
    assert [f.code for f in got.findings] == ["zone-unknown"]


def test_the_visible_byline_names_people_and_agency(html: Html) -> None:
    """Label and agency are cut from the byline as printed."""
    got = html(page(above="<p class='byline'>By Mira Vance and Otto Lind, Northern Press</p>"))
    assert (got.byline, got.authors) == ("Mira Vance and Otto Lind", ("Mira Vance", "Otto Lind"))
    assert got.agency == "Northern Press"


def test_a_photo_credit_makes_no_agency_copy(html: Html) -> None:
    """The agency of a picture is not the agency of the text."""
    body = COPY.replace("(NP) ", "").replace(
        "<p>This report by Northern Press was first published Feb. 9, 2026.</p>", ""
    )
    got = html(page(body=body + "<p>Credit: NORTHERN PRESS/Ana Sorel</p>"))
    assert got.agency is None


@pytest.mark.parametrize(
    ("markup", "quality"),
    [
        ("<html><head><title>Access denied</title></head><body><h1>Access Denied</h1><p>You don't have permission.</p></body></html>", "block"),
        ("<html><head><title>Just a moment...</title></head><body><p>Verify you are human to go on.</p></body></html>", "block"),
        ("<html><head><title>Before you continue</title></head><body><p>We and our 812 partners store cookies.</p><button>Accept all cookies</button></body></html>", "consent"),
        ("<html><head><title>Page not found - Coast News</title></head><body><h1>404</h1><p>The page you are looking for has moved.</p></body></html>", "not-found"),
        ("<html><head><title>Page introuvable</title></head><body><h1>Cette page n'existe pas</h1></body></html>", "not-found"),
        ("<html><head><title>Bridge closes</title></head><body><article><h1>Bridge closes</h1><p>The oldest bridge in Port Ellery will close to cars next week while engineers repair the beams.</p><div>Subscribe now to continue reading.</div></article></body></html>", "stub"),
        ("<html><body></body></html>", "empty"),
        ("", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_told_apart(html: Html, markup: str, quality: str) -> None:
    """Each verdict from the page's own words."""
    got = html(markup, url=None)
    assert got.quality == quality, got.reason


def test_a_short_brief_is_an_article(html: Html) -> None:
    """Conservative: forty words of copy with a date in its head are copy."""
    brief = "<p>Police in Port Ellery are looking for witnesses after a bus hit a lamp post on Quay Street late on Sunday. Nobody was hurt, a spokesperson said on Monday. The street was closed for two hours and opened again at midnight.</p>"
    assert html(page(JSON_LD.format(OBJECT), body=brief)).quality == "article"


def test_markup_in_a_headline_is_plain_text(html: Html) -> None:
    """Tags and entities in JSON-LD headlines are resolved, not shown."""
    script = OBJECT.replace("Harbour bridge to close", "Harbour &lt;i&gt;bridge&lt;/i&gt; to close")
    got = html(page(JSON_LD.format(script), title=""))
    assert got.headline == "Harbour bridge to close for repairs"


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body>" + "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        "<html><body><p>" + "word " * 200_000 + "</p></body></html>",
        "<html><body>" + "<p>x <a href='/y'>y</a></p>" * 20_000 + "</body></html>",
        '<html><script type="application/ld+json">' + "[" * 50_000 + "</script></html>",
        "<html><title>" + "a | " * 5_000 + "</title><body><h1>" + "( " * 20_000 + "</h1></body></html>",
        "<html><body>\x00\x01<p>nul\x00 bytes</p></body></html>",
    ],
)
def test_hostile_pages_get_a_verdict(html: Html, markup: str) -> None:
    """Depth, length, links, nested JSON and NULs neither raise nor hang."""
    got = html(markup)
    assert not [f for f in got.findings if f.code == "extract-failed"]


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<h1>",
                "<time datetime='x'>",
                "<script>",
                "By ",
                "Posted ",
                "—",
                "2026-01-06",
                "a" * 40,
                " ",
            ]
        ),
        max_size=40,
    )
)
def test_no_tag_soup_makes_it_raise(pieces: list[str]) -> None:
    """Whatever the order of tags and stamps, there is a verdict."""
    got = extract(Page(("<html>" + "".join(pieces)).encode(), "html"), ())
    assert not [f for f in got.findings if f.code == "extract-failed"]


def test_a_live_blog_is_told_by_headline_and_entries(html: Html) -> None:
    """A headline that says "Live" over timed entries; the word alone makes none."""
    entries = "".join(
        f"<h3>5:0{n} p.m.</h3><p>The Cutters have the puck and the crowd in the old rink is loud.</p>"
        for n in (9, 5, 2)
    )
    assert html(page(title="Live: Cutters host Foxes at the rink", body=entries)).quality == "live"
    assert html(page(title="Live: Cutters host Foxes at the rink")).quality == "article"


def test_a_sections_name_before_the_copy_is_furniture(html: Html) -> None:
    """A rubric inside the article is no first paragraph."""
    got = html(page(body="<p>Local</p>" + COPY))
    assert got.paragraphs[0].startswith("The oldest bridge")


def test_lines_are_read_no_further_than_they_are_asked_for() -> None:
    """Whoever asks again, or at the same time, gets the same lines from the first one on."""
    page = parse(b"<body><h1>Ferry held</h1><p>One.</p><p>Two.</p><p>Three.</p></body>")
    assert page
    first = page.line_by_line()
    begun = [next(first).text, next(first).text]
    other = [line.text for line in page.line_by_line()]
    assert [*begun, *(line.text for line in first)] == other == ["Ferry held", "One.", "Two.", "Three."]
    assert [line.text for line in page.lines] == other
