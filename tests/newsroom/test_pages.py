"""The sites' pages: stamps, house style, furniture, structured data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import html

from pipeline.newsroom import markup, pages, stamps, world

if TYPE_CHECKING:
    from pipeline.newsroom import Day
    from pipeline.newsroom.records import Site, Track

NOON = datetime(2026, 3, 10, 16, 10, tzinfo=UTC)


def page(day: Day, host: str, start: str, now: datetime = NOON) -> str:
    """The page of a host whose path starts so."""
    track = next(t for t in day.tracks if t.site.host == host and t.path.startswith(start))
    return pages.answer(day, host, track.path, now).body.decode()


def site(day: Day, host: str) -> Site:
    """The site of a host."""
    found = day.site(host)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("host", "stamp"),
    [
        ("harbourpost.example", "March 10, 2026 5:32 am"),
        ("prairieledger.example", "Mar. 10, 2026, 4:32 a.m. CDT"),
        ("pacificherald.example", "Mar. 10, 2026, 2:32 a.m. PDT"),
        ("thamescourier.example", "Tue 10 Mar 2026 09.32 GMT"),
        ("lefanal.example", "10 mars 2026 à 5 h 32"),
        ("newsmosaic.example", "2026-03-10 05:32 EDT"),
        ("avalontelegram.example", "6 hours ago"),
    ],
)
def test_each_site_writes_an_instant_its_own_way(day: Day, host: str, stamp: str) -> None:
    """One instant, eight clocks: the zones and offsets are those of two days after the clocks went forward."""
    at = datetime(2026, 3, 10, 9, 32, tzinfo=UTC)
    assert stamps.visible(site(day, host), at, NOON) == stamp


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-5, "just now"), (1, "just now"), (25, "25 minutes ago"), (60, "1 hour ago"), (185, "3 hours ago"),
     (1500, "yesterday")],
)  # fmt: skip
def test_ages_in_words(minutes: int, words: str) -> None:
    """Ages are cut, not rounded; an age below zero is none."""
    at = datetime.fromtimestamp(NOON.timestamp() - minutes * 60, UTC)
    assert stamps.relative(at, NOON) == words


@pytest.mark.parametrize(
    ("host", "date"),
    [
        ("harbourpost.example", "Tue, 10 Mar 2026 05:32:00 EDT"),
        ("meridiannews.example", "Tue, 10 Mar 2026 05:32:00 -0400"),
        ("avalontelegram.example", "Tue, 10 Mar 2026 07:02:00 NDT"),
        ("lefanal.example", "Tue, 10 Mar 2026 05:32:00 HAE"),
    ],
)
def test_feed_dates_have_zone_names_or_offsets(day: Day, host: str, date: str) -> None:
    """Names readers of feeds stumble over: NDT, and French HAE."""
    assert stamps.rfc822(site(day, host), datetime(2026, 3, 10, 9, 32, tzinfo=UTC)) == date


def test_the_first_of_a_month_is_written_the_french_way() -> None:
    """1er, not 1."""
    assert stamps.day_fr(datetime(2026, 3, 1, tzinfo=UTC)) == "1er mars 2026"


def test_only_visible_words_tell_the_time_at_the_harbour_post(day: Day) -> None:
    """Neither JSON-LD nor meta nor a time element."""
    text = page(day, "harbourpost.example", "/2026/03/10/thorburn")
    assert "Posted March 10, 2026 4:00 am." in text
    assert "Last Updated March 10, 2026 9:28 am." in text
    assert not re.search(r"ld\+json|article:published|<time", text)


def test_json_ld_is_valid_and_does_not_move_with_a_silent_fix(day: Day) -> None:
    """Meridian's record keeps its stamps while the figure changes."""
    records = []
    for now in (datetime(2026, 3, 10, 12, 10, tzinfo=UTC), NOON):
        text = page(day, "meridiannews.example", "/news/104402", now)
        script = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0]
        records.append(json.loads(script))
        assert ("$480 million" in text) == (now == NOON)
    assert records[0] == records[1]
    article = next(o for o in records[0]["@graph"] if o["@type"] == "NewsArticle")
    assert article["datePublished"] == article["dateModified"] == "2026-03-10T07:24:00-04:00"


def test_meta_and_time_elements_carry_offsets(day: Day) -> None:
    """Prairie Ledger in meta, Pacific Herald in time elements."""
    ledger = page(day, "prairieledger.example", "/news/national/thorburn")
    herald = page(day, "pacificherald.example", "/news/canada/thorburn")
    assert '<meta property="article:published_time" content="2026-03-10T06:47:00-05:00">' in ledger
    assert '<time class="published" datetime="2026-03-10T05:02:00-07:00">' in herald


def test_house_style_changes_spelling_and_quotes(day: Day) -> None:
    """The same wire sentence, two desks."""
    now = datetime(2026, 3, 10, 18, 45, tzinfo=UTC)
    herald = page(day, "pacificherald.example", "/news/local-news/", now)
    ledger = page(day, "prairieledger.example", "/news/national/larkspur", now)
    assert "three neighbours to carry out,” said" in herald
    assert "38 per cent of normal" in herald
    assert 'three neighbors to carry out," said' in ledger
    assert "38 percent of normal" in ledger


def test_a_hidden_cut_ends_above_the_wrong_sentence(day: Day) -> None:
    """Pacific Herald has neither the wrong nor the right figure."""
    text = page(day, "pacificherald.example", "/news/canada/thorburn")
    assert "Reykjavik group" in text
    assert "set aside" not in text


def test_the_aggregator_points_at_the_outlet_it_took_the_page_from(day: Day) -> None:
    """Its canonical lies at another host."""
    text = page(day, "newsmosaic.example", "/story/thorburn")
    assert '<link rel="canonical" href="http://meridiannews.example/news/104402/' in text
    assert '<span class="provider">Meridian News</span>' in text


def test_the_hourly_stamp_moves_over_the_same_text(day: Day) -> None:
    """Two looks within the hour are the same bytes, an hour later one stamp differs."""
    first, second, third = (
        page(day, "pacificherald.example", "/entertainment/", datetime(2026, 3, 10, *time, tzinfo=UTC))
        for time in ((17, 15), (17, 45), (18, 10))
    )
    assert first == second
    moved = [(a, b) for a, b in zip(second.splitlines(), third.splitlines(), strict=False) if a != b]
    assert any("10:00 a.m. PDT" in a and "11:00 a.m. PDT" in b for a, b in moved)


def test_no_page_lets_markup_through(day: Day) -> None:
    """A headline or a sentence with markup in it is shown, not run."""
    track = day.tracks[1]
    evil = "</script><img src=x onerror=alert(1)> & Co"
    shown = replace(track.shows[0], headline=evil, paragraphs=(evil, evil), note=evil)
    text = pages.render(day, track, shown, NOON).decode()
    assert text.count("</script>") == 1  # JSON-LD is not broken out of
    assert html.fromstring(text).xpath("//img[@src='x']") == []


def every_page(day: Day) -> list[tuple[Track, datetime]]:
    """Each page at the first poll that sees each of its states."""
    return [(t, min(p for p in day.polls if p >= s.at)) for t in day.tracks for s in t.shows if not s.missed]


def test_every_page_is_one_html_document_in_its_language(day: Day) -> None:
    """Doctype, language, one headline, no empty slot."""
    for track, now in every_page(day):
        answer = pages.answer(day, track.site.host, track.path, now)
        if not answer.body:
            continue
        text = answer.body.decode()
        assert text.startswith("<!DOCTYPE html>"), track.url
        assert len(html.fromstring(answer.body).findall(".//h1")) == 1, track.url
        assert "$" not in re.sub(r"U?S?\$[\d-]", "", text), track.url


def test_every_article_shows_its_paragraphs_in_order(day: Day) -> None:
    """Furniture stands between them, never in place of one."""
    for track, now in every_page(day):
        shown = track.shown(now)
        answer = pages.answer(day, track.site.host, track.path, now)
        if shown is None or shown.answer != "article" or answer.delivery != "sent":
            continue
        text = "".join(str(t) for t in html.fromstring(answer.body).itertext())
        places = [text.find(p) for p in markup.paragraphs(day, track.site, shown)]
        assert -1 not in places, track.url
        assert places == sorted(places), track.url


def test_the_agencies_know_their_own_closing_lines(day: Day) -> None:
    """The patterns of agencies.toml find what the pages print, day and all."""
    patterns = [re.compile(p, re.IGNORECASE) for a in world().agencies for p in a.first_published]
    for desk in day.desks:
        if desk.closing:
            date = "10 mars 2026" if "texte" in desk.closing else "March 10, 2026"
            line = desk.closing.format(date=date)
            assert [m["date"] for p in patterns if (m := p.search(line))] == [date]


def test_site_pages_without_an_article_say_so(day: Day) -> None:
    """The front page lists the headlines of the hour."""
    front = pages.answer(day, "harbourpost.example", "/", NOON).body.decode()
    assert "Thorburn says Canada won’t wait" in front
    assert pages.answer(day, "harbourpost.example", "/media/lead.svg", NOON).content_type == "image/svg+xml"
