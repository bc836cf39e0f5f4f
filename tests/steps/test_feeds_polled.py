"""Feeds and their pages, run by run, with answers from memory: what waits its turn is not lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.io.answer import Answer, Outcome
from pipeline.model import Feed, Outlet, World
from pipeline.settings import Settings
from pipeline.steps.adopting import start_poll
from pipeline.steps.feed_standing import revive, standing
from pipeline.steps.feeds import ask_feeds
from pipeline.steps.ledger import finish
from pipeline.steps.pages import ask_pages
from pipeline.steps.polling import (
    dedupe,
    extract_pages,
    feeds_due,
    load_pages,
    note_feeds,
    pages_to_revisit,
)
from tests.steps.fiction import BODY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.io.http import Request
    from pipeline.model import RunLedger
    from pipeline.steps.pages_due import PageTask
    from pipeline.steps.polling import Poll
    from tests.steps.conftest import Desk

T0 = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)


class Site:
    """Stands where the client does: feeds that list pages, and what was asked."""

    def __init__(self, **feeds: list[str]) -> None:
        self.feeds = feeds
        self.says: dict[str, tuple[str, ...]] = {}
        self.titles: dict[str, str] = {}
        self.status: dict[str, int] = {}
        self.asked: list[str] = []

    def get_many(self, requests: Iterable[Request], *_: object, **__: object) -> list[Answer]:
        """As `Client.get_many`."""
        return [self._answer(r) for r in requests]

    def _answer(self, request: Request) -> Answer:
        url = request.url
        self.asked.append(url)
        if self.status.get(url, 200) != 200:
            return Answer(url, url, Outcome.GONE, self.status[url])
        name = url.removeprefix("https://").partition(".")[0]
        if url.endswith("/rss"):
            tag = f"{len(self.feeds[name])} {len(self.titles)}"
            if request.etag == tag:
                return Answer(url, url, Outcome.NOT_MODIFIED, 304, etag=tag)
            items = "".join(
                f"<item><title>{self.titles.get(p, p)}</title><link>{p}</link></item>"
                for p in self.feeds[name]
            )
            body = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
            return Answer(url, url, Outcome.OK, 200, etag=tag, content_type="text/xml", body=body.encode())
        text = "".join(f"<p>{p}</p>" for p in self.says.get(url, BODY))
        body = f"<html><head><title>{url}</title></head><body><article><h1>Whitcombe heads to Selby</h1>{text}</article></body></html>"
        return Answer(url, url, Outcome.OK, 200, content_type="text/html", body=body.encode())


def begin(site: Site, data_dir: Path, now: datetime, budget: int = 100) -> Poll:
    """A run that is begun."""
    feeds = tuple(Feed(name, f"https://{name}.example/rss", name.capitalize()) for name in site.feeds)
    outlets = tuple(Outlet(f.outlet or "", (f"{f.key}.example",)) for f in feeds)
    world = World(outlets=outlets, feeds=feeds, own_feeds=tuple(site.feeds))
    return start_poll(Settings(data_dir=data_dir, host_budget=budget), world, now)


def run(site: Site, desk: Desk, now: datetime, budget: int = 100) -> RunLedger:
    """A run from beginning to end, as `run.poll_once` goes."""
    poll = begin(site, desk.data_dir, now, budget)
    poll, pages = note_feeds(poll, ask_feeds(site, feeds_due(poll), poll.world))  # type: ignore[arg-type]  # a client's stand-in
    pages += pages_to_revisit(poll, pages)
    poll = load(site, poll, pages)
    poll = load(site, poll, pages_to_revisit(poll, pages))
    return finish(desk.data_dir, poll.tally, now)


def load(site: Site, poll: Poll, pages: list[PageTask]) -> Poll:
    """Ask pages and load what they show."""
    looks = ask_pages(site, pages, poll.now)  # type: ignore[arg-type]
    fresh, repeats = dedupe(extract_pages(poll, looks))
    return load_pages(poll, looks, fresh, repeats)


def stories(count: int, name: str = "harbour") -> list[str]:
    """Addresses of pages."""
    return [f"https://{name}.example/story/{n}" for n in range(count)]


def test_a_host_gets_its_budget_and_the_rest_waits_its_turn(desk: Desk) -> None:
    """Five pages, four requests a run: what is left is counted, and asked in the next run though the feed says 304."""
    site = Site(harbour=stories(5))
    first = run(site, desk, T0, budget=4)
    assert (len(site.asked), first.dispositions["deferred"]) == (4, 2)
    site.asked.clear()
    run(site, desk, T0 + 5 * M, budget=4)
    assert len(site.asked) <= 4
    assert {u for u in site.asked if u.endswith(("/3", "/4"))} == set(stories(5)[3:])
    assert len(desk.ask("from articles")) >= 4


def test_what_a_killed_run_had_heard_is_not_lost(desk: Desk) -> None:
    """The feed was noted, the process died: the next run looks at the pages although the feed says 304."""
    site = Site(harbour=stories(2))
    poll = begin(site, desk.data_dir, T0)
    note_feeds(poll, ask_feeds(site, feeds_due(poll), poll.world))  # type: ignore[arg-type]
    run(site, desk, T0 + 20 * M)
    assert site.asked == ["https://harbour.example/rss"] * 2 + stories(2)


def test_a_kill_at_one_outlet_brings_the_other_forward_in_the_same_run(desk: Desk) -> None:
    """Both carry the copy; days later one withdraws it: the other's page, not due for hours, is looked at at once."""
    site = Site(harbour=stories(1), bay=stories(1, "bay"))
    here, there = stories(1)[0], stories(1, "bay")[0]
    run(site, desk, T0)
    assert len(desk.ask("from stories")) == 1
    late = T0 + timedelta(days=2)
    run(site, desk, late)
    site.asked.clear()
    site.says[here] = ("The Canadian Press has withdrawn this story. Do not use it: the account was wrong.",)
    site.titles[here] = "Withdrawn"
    run(site, desk, late + 2 * timedelta(hours=1))
    assert [u for u in site.asked if not u.endswith("/rss")] == [here, there]


def test_a_feed_that_says_410_is_asked_no_more_until_a_person_adds_it_again(desk: Desk) -> None:
    """A finding says so; what is remembered of it is forgotten when it is added."""
    site = Site(harbour=stories(1))
    url = "https://harbour.example/rss"
    site.status[url] = 410
    ledger = run(site, desk, T0)
    assert "feed-retired" in {f.code for f in ledger.findings}
    poll = begin(site, desk.data_dir, T0 + timedelta(days=9))
    assert feeds_due(poll) == []
    finish(desk.data_dir, poll.tally, poll.now)
    feed = poll.world.feeds[0]
    assert standing(desk.data_dir, [feed])["harbour"].retired_at == T0
    revive(desk.data_dir, feed, T0 + timedelta(days=9))
    assert [t.feed.key for t in feeds_due(begin(site, desk.data_dir, T0 + timedelta(days=9)))] == ["harbour"]


class Archived(Site):
    """A feed of three entries a page, whose older pages it names (RFC 5005), with validators that lie if told to."""

    newest = 3
    lies = False

    def _answer(self, request: Request) -> Answer:
        url = request.url
        self.asked.append(url)
        if self.lies and request.etag:
            return Answer(url, url, Outcome.NOT_MODIFIED, 304, etag=request.etag)
        top = int(url.partition("?to=")[2] or self.newest)
        items = "".join(
            f"<item><title>Story {n}</title><link>https://harbour.example/story/{n}</link></item>"
            for n in range(top, top - 3, -1)
        )
        older = f'<atom:link rel="prev-archive" href="https://harbour.example/rss?to={top - 3}"/>'
        body = (
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour</title>'
            f"{older if top > 3 else ''}{items}</channel></rss>"
        )
        return Answer(url, url, Outcome.OK, 200, etag="always", content_type="text/xml", body=body.encode())


def listed(site: Site, desk: Desk, now: datetime) -> list[str]:
    """Poll the feed, not its pages. -> codes of the findings."""
    poll = begin(site, desk.data_dir, now)
    poll, _ = note_feeds(poll, ask_feeds(site, feeds_due(poll), poll.world))  # type: ignore[arg-type]
    return [f.code for f in finish(desk.data_dir, poll.tally, now).findings]


def test_where_a_feed_has_a_gap_its_older_pages_are_read(desk: Desk) -> None:
    """Nine stories came since, three are listed: two further pages join on to what was known, nothing is missed."""
    site = Archived(harbour=[])
    listed(site, desk, T0)
    assert site.asked == ["https://harbour.example/rss"]
    site.newest = 12
    site.asked.clear()
    assert "feed-overrun" not in listed(site, desk, T0 + 30 * M)
    pages = [f"https://harbour.example/rss?to={n}" for n in (9, 6, 3)]
    assert site.asked == ["https://harbour.example/rss", *pages[: len(site.asked) - 1]]
    assert desk.ask("select count(*) as n from entry_states") == [{"n": 12}]


def test_a_304_that_is_untrue_is_found_out_and_no_validator_is_sent_for_a_month(desk: Desk) -> None:
    """The third look is checked by a whole answer in the same run: the new story is not missed."""
    site = Archived(harbour=[])
    listed(site, desk, T0)
    site.newest, site.lies = 4, True
    codes = [listed(site, desk, T0 + n * timedelta(hours=7)) for n in (1, 2, 3)]
    assert [("feed-validator-lies" in told) for told in codes] == [False, False, True]
    assert desk.ask("select max(guid) as guid from entry_states")[0]["guid"].endswith("/4")
    site.newest = 5
    site.asked.clear()
    listed(site, desk, T0 + timedelta(days=3))
    assert len(site.asked) == 1  # whole at once
    assert desk.ask("select max(guid) as guid from entry_states")[0]["guid"].endswith("/5")


def test_feeds_noted_in_portions_share_their_hosts_budget_and_no_page_is_told_twice(desk: Desk) -> None:
    """Two feeds of one host list the same pages: asked once, and no more of them than the budget has."""
    site = Site(harbour=stories(5), bay=stories(5))
    poll = begin(site, desk.data_dir, T0, budget=4)
    looks = ask_feeds(site, feeds_due(poll), poll.world)  # type: ignore[arg-type]
    poll, pages = note_feeds(poll, looks[:1])
    poll, pages = note_feeds(poll, looks[1:], pages)
    assert [t.url for t in pages] == stories(5)
    assert sum(not t.deferred for t in pages) == 3  # and one for the feed itself
    assert "not-due" not in finish(desk.data_dir, poll.tally, T0).dispositions
