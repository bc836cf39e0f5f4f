"""The sites' feeds: four formats, their guids and dates, and what they list when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from pipeline.newsroom import feeds

if TYPE_CHECKING:
    from pipeline.newsroom import Day

BEFORE = datetime(2026, 3, 10, 14, 10, tzinfo=UTC)
AFTER = datetime(2026, 3, 10, 14, 40, tzinfo=UTC)
NIGHT = datetime(2026, 3, 11, 4, 30, tzinfo=UTC)


def read(day: Day, host: str, now: datetime) -> Any:
    """A site's feed, parsed."""
    site = day.site(host)
    assert site is not None
    return feedparser.parse(feeds.render(day, site, now))  # type: ignore[attr-defined,no-untyped-call]  # untyped


@pytest.mark.parametrize(
    ("host", "version"),
    [
        ("harbourpost.example", "rss20"),
        ("meridiannews.example", "rss20"),
        ("prairieledger.example", "atom10"),
        ("pacificherald.example", "rss10"),
        ("thamescourier.example", "atom10"),
        ("avalontelegram.example", "rss20"),
        ("lefanal.example", "rss20"),
        ("newsmosaic.example", "rss20"),
    ],
)
def test_every_feed_is_well_formed_at_every_poll(day: Day, host: str, version: str) -> None:
    """A reader takes it as what it is and finds nothing wrong; entries have guid, link and title."""
    for poll in day.polls:
        parsed = read(day, host, poll)
        assert not parsed.bozo
        assert parsed.version == version
        assert parsed.entries
        assert all(e.id and e.link.startswith(f"http://{host}/") and e.title for e in parsed.entries)


def test_a_guid_need_not_be_the_link(day: Day) -> None:
    """Harbour Post numbers its posts."""
    entry = next(e for e in read(day, "harbourpost.example", BEFORE).entries if "Thorburn" in e.title)
    assert (entry.id, entry.guidislink) == ("harbourpost-884213", False)


def test_a_renamed_article_changes_guid_link_and_title_but_not_its_date(day: Day) -> None:
    """The museum's new chief at Meridian News."""
    before, after = (
        next(e for e in read(day, "meridiannews.example", now).entries if "Museum" in e.title)
        for now in (BEFORE, AFTER)
    )
    assert before.published == after.published == "Tue, 10 Mar 2026 06:20:00 -0400"
    assert (before.title, after.title) == (
        "Robert Ashdown named to head Halden Museum",
        "Rupert Ashdown named to head Halden Museum",
    )
    assert before.id != after.id
    assert before.link != after.link


def test_a_killed_story_leaves_the_feed_after_a_while(day: Day) -> None:
    """The list lags behind the page by a poll."""
    for now, there in ((datetime(2026, 3, 10, 16, 10, tzinfo=UTC), True), (NIGHT, False)):
        links = [e.link for e in read(day, "prairieledger.example", now).entries]
        assert any("ferry-pilot" in link for link in links) == there


def test_entries_are_newest_first_and_in_the_language_of_the_site(day: Day) -> None:
    """As readers expect, markup escaped once."""
    parsed = read(day, "lefanal.example", NIGHT)
    assert parsed.feed.language == "fr-CA"
    assert [e.title for e in parsed.entries] == [
        "Navires de sauvetage : le Canada n’attendra pas ses partenaires, dit Thorburn",
        "Sauvetage polaire : Thorburn n’attendra pas l’accord d’Islande",
        "Traversiers : une médiatrice est nommée",
        "Une bibliothèque où l’on emprunte des violons",
    ]
    markets = [e.title for e in read(day, "meridiannews.example", NIGHT).entries if "closes" in e.title]
    assert markets[0] == "S&L composite closes higher on energy and bank gains, U.S. stock markets also up"


def test_an_embargoed_story_is_listed_from_the_embargos_end(day: Day) -> None:
    """Not a minute before."""
    for minute, there in ((59, False), (60, True)):
        now = datetime.fromtimestamp(datetime(2026, 3, 10, 13, tzinfo=UTC).timestamp() + 60 * minute, UTC)
        titles = [e.title for e in read(day, "meridiannews.example", now).entries]
        assert any("auditor general" in title for title in titles) == there
