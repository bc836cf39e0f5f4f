"""The loopback server: hosts, clock, conditional requests, answers that never come, the log."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest

from pipeline.newsroom.clock import Clock

if TYPE_CHECKING:
    from pipeline.newsroom import Day, Newsroom

LEAD = ("harbourpost.example", "/2026/03/10/thorburn-iceland-rescue-fleet/")
GAME = "/sports/live-cutters-foxes"


class Got(NamedTuple):
    """An answer."""

    status: int
    headers: dict[str, str]
    body: str


def get(newsroom: Newsroom, host: str, path: str, method: str = "GET", **headers: str) -> Got:
    """Ask the server for a host's path."""
    connection = http.client.HTTPConnection(newsroom.address, timeout=5)
    try:
        sent = {"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        return Got(answer.status, dict(answer.getheaders()), answer.read().decode())
    finally:
        connection.close()


def at(hour: int, minute: int, day: int = 10) -> datetime:
    """An instant of the sample's day."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_a_page_changes_with_the_clock(newsroom: Newsroom) -> None:
    """One address, three texts, as the clock moves on; and back again."""
    newsroom.set_clock(at(9, 40))
    assert "to seek a place for Canada" in get(newsroom, *LEAD).body
    newsroom.set_clock(at(12, 10))
    assert "$840 million" in get(newsroom, *LEAD).body
    newsroom.set_clock(at(13, 40))
    assert "CORRECTION: This is a corrected story." in get(newsroom, *LEAD).body
    newsroom.set_clock(at(9, 40))
    assert "CORRECTION" not in get(newsroom, *LEAD).body


def test_a_page_is_not_there_before_it_is_published(newsroom: Newsroom) -> None:
    """An address that will exist answers 404 until then."""
    newsroom.set_clock(at(11, 0))
    path = "/news/104402/thorburn-iceland-arctic-rescue-fleet/"
    assert get(newsroom, "meridiannews.example", path).status == 404
    newsroom.set_clock(at(11, 24))
    assert get(newsroom, "meridiannews.example", path).status == 200


def test_the_host_decides_which_site_answers(newsroom: Newsroom) -> None:
    """One server is eight sites; the port in the Host header does not matter, an unknown host is misdirected."""
    assert "<title>Harbour Post</title>" in get(newsroom, "harbourpost.example", "/").body
    assert "<title>Le Fanal</title>" in get(newsroom, "LeFanal.example:80", "/").body
    assert get(newsroom, "elsewhere.example", "/").status == 421


def test_connect_to_names_every_host_of_the_feeds(newsroom: Newsroom, day: Day) -> None:
    """A client that maps these hosts reaches the server under the pages' own addresses."""
    assert newsroom.connect_to == {s.host: newsroom.address for s in day.sites}
    assert newsroom.address.startswith("127.0.0.1:")


def test_robots_txt_allows_all(newsroom: Newsroom) -> None:
    """The polite client may ask."""
    assert get(newsroom, "harbourpost.example", "/robots.txt").body == "User-agent: *\nAllow: /\n"


def test_an_unchanged_page_answers_304_by_its_etag(newsroom: Newsroom) -> None:
    """And 200 with another ETag as soon as the text is another."""
    newsroom.set_clock(at(9, 40))
    first = get(newsroom, *LEAD)
    assert get(newsroom, *LEAD, If_None_Match=first.headers["ETag"]) == Got(
        304, get(newsroom, *LEAD, If_None_Match=first.headers["ETag"]).headers, ""
    )
    newsroom.set_clock(at(10, 40))
    assert get(newsroom, *LEAD, If_None_Match=f'"other", W/{first.headers["ETag"]}').status == 304
    newsroom.set_clock(at(12, 10))
    changed = get(newsroom, *LEAD, If_None_Match=first.headers["ETag"])
    assert changed.status == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_an_unchanged_page_answers_304_by_its_date(newsroom: Newsroom) -> None:
    """If-Modified-Since counts where no ETag was sent; a false ETag goes before it."""
    newsroom.set_clock(at(9, 40))
    date = get(newsroom, *LEAD).headers["Last-Modified"]
    assert date == "Tue, 10 Mar 2026 09:32:00 GMT"
    assert get(newsroom, *LEAD, If_Modified_Since=date).status == 304
    assert get(newsroom, *LEAD, If_Modified_Since=date, If_None_Match='"x"').status == 200


def test_a_feed_answers_304_until_it_changes(newsroom: Newsroom) -> None:
    """Feeds are conditional too."""
    newsroom.set_clock(at(9, 40))
    tag = get(newsroom, "harbourpost.example", "/feed/").headers["ETag"]
    assert get(newsroom, "harbourpost.example", "/feed/", If_None_Match=tag).status == 304
    newsroom.set_clock(at(11, 45))
    assert get(newsroom, "harbourpost.example", "/feed/", If_None_Match=tag).status == 200


def test_the_paper_with_ages_sends_no_etag(newsroom: Newsroom) -> None:
    """A page made anew at each request cannot be asked conditionally."""
    newsroom.set_clock(at(13, 40))
    page = get(newsroom, "avalontelegram.example", "/news/storm-merrow-peninsula-100412/")
    assert "ETag" not in page.headers
    assert "Posted: 3 hours ago" in page.body


@pytest.mark.parametrize(
    ("host", "path", "now", "status", "words"),
    [
        ("prairieledger.example", "/news/national/ferry-pilot-arrested-port-corvane-5518260", at(16, 10), 404, "find"),
        ("pacificherald.example", "/news/canada/ferry-pilot-arrested-port-corvane", at(16, 10), 200, "find that page"),
        ("newsmosaic.example", "/story/pilot-of-ferry-arrested/nm-31f19c", at(4, 30, 11), 200, "have arrested"),
        ("harbourpost.example", "/2026/03/10/ferry-pilot-arrested/", at(16, 10), 200, "A kill is mandatory"),
        ("meridiannews.example", "/news/104461/cutters-foxes-overtime/", at(2, 45, 11), 403, "Access denied"),
        ("avalontelegram.example", "/sports/cutters-foxes-overtime-100466/", at(2, 45, 11), 200, "214 partners"),
        ("pacificherald.example", GAME, at(1, 15, 11), 500, "Internal Server Error"),
        ("pacificherald.example", GAME, at(0, 45, 11), 200, "Live updates"),
    ],
)  # fmt: skip
def test_pages_that_are_no_articles(
    newsroom: Newsroom, host: str, path: str, now: datetime, status: int, words: str
) -> None:
    """Kills, blocks, consent walls and errors come as they come from real sites."""
    newsroom.set_clock(now)
    answer = get(newsroom, host, path)
    assert answer.status == status
    assert words in answer.body


def test_the_live_blog_ends_as_a_redirect_to_the_story(newsroom: Newsroom) -> None:
    """301 to an address on the same host that answers."""
    newsroom.set_clock(at(2, 45, 11))
    moved = get(newsroom, "pacificherald.example", GAME)
    assert (moved.status, moved.headers["Location"]) == (
        301,
        "http://pacificherald.example/sports/okoro-overtime-cutters-foxes",
    )
    assert get(newsroom, "pacificherald.example", "/sports/okoro-overtime-cutters-foxes").status == 200


def test_an_unreachable_host_closes_at_once(newsroom: Newsroom) -> None:
    """From 13:15 on, all of its pages and its feed."""
    newsroom.set_clock(at(13, 14))
    assert get(newsroom, "thamescourier.example", "/feeds/world.atom").status == 200
    newsroom.set_clock(at(13, 15))
    for path in ("/feeds/world.atom", "/robots.txt", "/"):
        with pytest.raises(http.client.RemoteDisconnected):
            get(newsroom, "thamescourier.example", path)


def test_a_stalled_answer_is_held_back_and_never_given(newsroom: Newsroom) -> None:
    """Longer than a given time, but not for ever."""
    newsroom.set_clock(at(1, 45, 11))
    begun = time.monotonic()
    with pytest.raises(http.client.RemoteDisconnected):
        get(newsroom, "pacificherald.example", GAME)
    assert 0.1 <= time.monotonic() - begun < 2


def test_requests_are_logged_with_clock_and_status(newsroom: Newsroom) -> None:
    """Tests can count who was asked how often; an answer never given has status 0."""
    newsroom.set_clock(at(13, 40))
    get(newsroom, *LEAD)
    get(newsroom, *LEAD)
    with pytest.raises(http.client.RemoteDisconnected):
        get(newsroom, "thamescourier.example", "/?from=feed")
    assert newsroom.counts[LEAD] == 2
    assert [(r.status, r.at) for r in newsroom.requests] == [(200, at(13, 40))] * 2 + [(0, at(13, 40))]
    assert newsroom.requests[-1].path == "/"


def test_head_gives_the_headers_alone(newsroom: Newsroom) -> None:
    """The length is that of the body that GET gives."""
    whole = get(newsroom, *LEAD)
    head = get(newsroom, *LEAD, method="HEAD")
    assert head.body == ""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_many_clients_are_answered_at_once(newsroom: Newsroom) -> None:
    """Threads read one clock and lose no line of the log."""
    newsroom.set_clock(at(12, 10))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: get(newsroom, *LEAD).body, range(40)))
    assert len(set(answers)) == 1
    assert newsroom.counts[LEAD] == 40


def test_the_clock_wants_a_zone() -> None:
    """A naive instant is a mistake of the caller, not local time."""
    clock = Clock(at(9, 40))
    with pytest.raises(ValueError, match="zone"):
        clock.set(datetime(2026, 3, 10, 9, 40))  # noqa: DTZ001 - the mistake itself
    assert clock.now() == at(9, 40)
