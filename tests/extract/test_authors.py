"""Authors: every place where pages name them, and what is no author."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import extract
from pipeline.model import Extracted, Page
from tests.extract.test_html import COPY, page

Html = Callable[..., Extracted]


@pytest.mark.parametrize(
    ("above", "authors"),
    [
        ('<span class="by">By <a rel="author" href="/x">Mira Vance</a></span>', ("Mira Vance",)),
        (
            '<p class="intro-meta">Von <a href="/autoren/name/mira-vance">Dr. Mira Vance</a></p>',
            ("Dr. Mira Vance",),
        ),
        ('<p>Words: <a href="/redaktion/lena-ort">Lena Ort</a></p>', ("Lena Ort",)),
        (
            '<div class="c"><address><a rel="author" href="/a"><span class="first">Mira</span> '
            '<span class="last">Vance</span></a></address><address><a rel="author" href="/b">Olav Brekke</a></address></div>',
            ("Mira Vance", "Olav Brekke"),
        ),
        (
            '<div class="author-byline"><a class="author-name" href="/people/mira-vance">Mira Vance</a> '
            '<a href="/people/mira-vance">Mira Vance</a> Opinion</div>',
            ("Mira Vance",),
        ),
        (
            '<span class="e-byline">By <span itemprop="name" content="Mira Vance">Mira Vance</span>, '
            '<span class="job">Features Writer</span></span>',
            ("Mira Vance",),
        ),
        ("<p>By Mira Vance and Olav Brekke</p>", ("Mira Vance", "Olav Brekke")),
        ("<p>Par Mira Vance</p>", ("Mira Vance",)),
        ("<div>Mira Vance | 09.02.2026 - 14:20</div>", ("Mira Vance",)),
        ("<p><strong>Mira Vance/Olav Brekke</strong></p>", ("Mira Vance", "Olav Brekke")),
    ],
)
def test_authors_are_found_where_the_page_shows_them(
    html: Html, above: str, authors: tuple[str, ...]
) -> None:
    """Links to a writer's page, address elements, labelled lines, a name before a stamp, a name alone in bold."""
    assert html(page(above=above)).authors == authors


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<ul><li><b>Autorin/Autor</b> Mira Vance</li></ul>", ("Mira Vance",)),
        ("<div>(责编：李明、王小红)</div>", ("李明", "王小红")),
        ("<p style='text-align:right'><strong>Mira Vance</strong></p>", ("Mira Vance",)),
    ],
)
def test_authors_are_found_below_the_copy(html: Html, below: str, authors: tuple[str, ...]) -> None:
    """Under a label that only credits have, or as a last paragraph that is a name in bold."""
    assert html(page(body=COPY.rsplit("<p>", 1)[0] + below)).authors == authors


def test_a_name_alone_in_bold_is_furniture(html: Html) -> None:
    """A byline is no paragraph of the copy, however it is set."""
    got = html(page(body=COPY.rsplit("<p>", 1)[0] + "<p><b>Mira Vance</b></p>"))
    assert "Mira Vance" not in got.paragraphs
    assert ("Mira Vance", "byline") in [(f.text, f.rule) for f in got.furniture]


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ('<meta name="vendor.author" content="Mira Vance">', ("Mira Vance",)),
        ('<meta name="articleAuthor" value="Mira Vance">', ("Mira Vance",)),
        (
            '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Mira Vance">',
            ("Mira Vance",),
        ),
        (
            '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Four Minutes">',
            (),
        ),
        ('<meta name="author" content="Coast News"><meta property="og:site_name" content="Coast News">', ()),
        (
            '<meta name="author" content="Coast Publishing (coast.example)"><meta name="publisher" content="Coast Publishing (coast.example)">',
            (),
        ),
    ],
)
def test_authors_are_found_in_dialects_of_meta(html: Html, head: str, authors: tuple[str, ...]) -> None:
    """Any name that ends with "author", `value` for `content`, card fields by their label; never the site itself."""
    assert html(page(head=head)).authors == authors


def test_what_the_page_shows_decides_between_two_statements_of_its_head(html: Html) -> None:
    """The owner under `author` gives way to the person under `article:author` whom a byline names."""
    head = '<meta name="author" content="Grey Harbour"><meta property="article:author" content="Mira Vance">'
    assert html(page(head=head, above='<p class="byline">Mira Vance</p>')).authors == ("Mira Vance",)


@pytest.mark.parametrize(
    "above",
    [
        "<aside><a rel='author' href='/author/olav-brekke'>Olav Brekke</a></aside>",
        "<div class='related-list'><a class='author' href='/author/olav-brekke'>Olav Brekke</a></div>",
        "<p class='byline'>Coast Sport</p>",
        "<p class='byline'>Topic: Hardware</p>",
        "<p><strong>Entertainer Of The Year</strong></p>",
    ],
)
def test_what_stands_beside_or_is_no_name_is_no_author(html: Html, above: str) -> None:
    """Writers of other stories, desks, sections and subheads."""
    assert html(page(above=above)).authors == ()


def test_two_capitals_in_bold_are_no_name_in_german(html: Html) -> None:
    """There every noun has a capital, and a subhead before the copy looks like a name."""
    markup = page(above="<p><strong>Scharfe Kritik</strong></p>").replace("en-CA", "de")
    assert html(markup).authors == ()


def test_an_agency_with_its_place_is_whose_copy_it_is(html: Html) -> None:
    """What stands over the copy as "AGENCY, PLACE" names no person and an agency."""
    got = html(
        page(
            above="<div class='name'>Reuters, MANILA</div>",
            body=COPY.replace("(NP)", "").replace("Northern Press", "us"),
        )
    )
    assert (got.authors, got.agency) == ((), "Reuters")


@given(st.text(alphabet="ABab '-.,/|<>&;:éあ名", max_size=60))
def test_no_byline_makes_it_raise(text: str) -> None:
    """Whatever stands in a byline, the page has a verdict, and no author is empty."""
    got = extract(Page(page(above=f'<p class="byline author">{text}</p>').encode(), "html"), ())
    assert all(got.authors)
    assert not any(f.code == "extract-failed" for f in got.findings)
