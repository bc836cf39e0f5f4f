"""Days and headlines: marks, labels and titles that name them, and the libraries asked last."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from pipeline.core.extract.record import as_record
from pipeline.model import Extracted
from tests.extract.test_html import JSON_LD, page

Html = Callable[..., Extracted]


@pytest.mark.parametrize(
    ("markup", "day", "source"),
    [
        (page(above='<a class="post-meta-time" href="/2026">08/02/2026</a>').replace("en-CA", "it"), (2026, 2, 8), "visible"),
        (page(above='<abbr itemprop="datePublished" title="2026-02-08">a while ago</abbr>'), (2026, 2, 8), "time-element"),
        (page(head='<meta name="article:published_time" value="2026-02-08">'), (2026, 2, 8), "meta"),
        (page().replace("| Coast News</title>", "| Coast | 08.02.2026</title>"), (2026, 2, 8), "visible"),
        (page(above="<div class='x'>Datum 08.02.2026</div>"), (2026, 2, 8), "visible"),
        (page(head='<script>var cms = {"datePublished":"2026-02-08"}</script>'), (2026, 2, 8), "htmldate"),
    ],
)  # fmt: skip
def test_a_day_is_found_by_its_mark(html: Html, markup: str, day: tuple[int, int, int], source: str) -> None:
    """Classes, itemprop with a title, meta with a value, the title's last piece, a label; htmldate last."""
    got = html(markup).published
    assert got is not None
    assert (got.local_day, got.source) == (date(*day), source)


def test_text_under_a_label_outweighs_another_day_in_the_attribute(html: Html) -> None:
    """A time element whose attribute holds the last change and whose text says when it was published."""
    above = '<time datetime="2026-07-03T10:18:46Z">Publié le 29 juin 2026</time>'
    got = html(page(above=above).replace("en-CA", "fr")).published
    assert got is not None
    assert got.local_day == date(2026, 6, 29)


@pytest.mark.parametrize(
    "stamp", ["最終更新日：2026年2月9日", "2026.02.09 lastupdate", "2026年02月09日 12時00分更新"]
)
def test_a_stamp_marked_as_update_behind_the_day_is_no_publication(html: Html, stamp: str) -> None:
    """Published and updated are never made from each other."""
    got = html(page(above=f"<p>{stamp}</p>").replace("en-CA", "ja"))
    assert got.updated is not None
    assert got.updated.local_day == date(2026, 2, 9)
    assert got.published is None or got.published.source == "htmldate"


def test_embedded_posts_date_no_article(html: Html) -> None:
    """A time element inside a blockquote is the post's."""
    above = '<blockquote><time datetime="2025-03-12T19:30:12Z">Mar 12</time></blockquote><span class="date">9 February 2026</span>'
    got = html(page(above=above)).published
    assert got is not None
    assert got.local_day == date(2026, 2, 9)


def test_a_record_tells_times_in_the_offset_they_were_claimed_in(html: Html) -> None:
    """So that the date in it is the publisher's day, not that of Greenwich."""
    script = JSON_LD.format(
        '{"@type":"NewsArticle","headline":"X","datePublished":"2026-02-09T03:01:00+04:00"}'
    )
    row = as_record("1", "x.html", None, html(page(head=script)))
    assert row["published_at"] == "2026-02-09T03:01:00+04:00"


@pytest.mark.parametrize(
    ("markup", "headline"),
    [
        (
            "<title>Bridge SEO words | Coast News</title><meta property='og:title' content='Bridge SEO words'>"
            + JSON_LD.format('{"@type":"NewsArticle","headline":"Welders save the oldest bridge in time"}')
            + "<body><nav><h1>Bridge SEO words</h1></nav><h2>Welders save the oldest bridge in time</h2>",
            "Welders save the oldest bridge in time",
        ),
        (
            "<title>Bridge: sea change | Coast</title><meta property='og:title' content='Bridge: sea change | Coast'>"
            "<body><h1>The harbour bridge closes for eleven days</h1>",
            "The harbour bridge closes for eleven days",
        ),
        (
            "<title>大橋が十一日間閉鎖される見込み：港湾新聞社</title><body><h1>大橋が十一日間閉鎖される見込み</h1>",
            "大橋が十一日間閉鎖される見込み",
        ),
        (
            "<title>Bridge</title><body><h1>Ver\u00adfassungs\u00adklage gegen neue Brücke</h1>",
            "Verfassungsklage gegen neue Brücke",
        ),
        (
            "<title>A bridge too near</title><meta name='application-name' content='A bridge too near'>"
            "<body><h1>A bridge too near</h1>",
            "A bridge too near",
        ),
    ],
)
def test_the_headline_is_what_a_reader_sees(html: Html, markup: str, headline: str) -> None:
    """A lower heading that one claim names, the h1 against two copies of the head, scripts without spaces."""
    assert (
        html(f"<html lang='en'><head>{markup}<p>The oldest bridge closes.</p></body></html>").headline
        == headline
    )


def test_thousands_of_time_elements_are_read_in_time(html: Html) -> None:
    """One walk finds the marked elements: none is looked up from each of the others."""
    began = time.process_time()
    html(page(above="<time>x</time>" * 15_000))
    assert time.process_time() - began < 2.5
