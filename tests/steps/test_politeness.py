"""Politeness from run to run: what `fetches` knows, the next run keeps to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import BadInput
from pipeline.io.store import open_store
from pipeline.model import Feed, Outlet, World
from pipeline.run import poll_once
from pipeline.settings import Settings
from pipeline.steps.deciding import Said, decisions, undo
from pipeline.steps.licensing import license_site
from pipeline.steps.politeness import remembered
from tests.steps.conftest import lay_store

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)
SITE = "http://daily.example"
PAGE = "<html><head>{meta}<title>Rain</title></head><body><article><h1>Rain falls</h1>" + (
    "<p>Rain fell on the harbour all day and the ferries stayed where they were, the port said.</p>" * 9
)


@pytest.fixture
def settings(httpserver: HTTPServer, tmp_path: Path) -> Settings:
    """One site of two hosts, mapped to the server, without delays."""
    target = f"127.0.0.1:{httpserver.port}"
    return Settings(
        data_dir=lay_store(tmp_path / "var"),
        host_delay=0,
        connect_to={"daily.example": target, "www.daily.example": target},
    )


def serve(server: HTTPServer, meta: str = "", robots: str = "User-agent: *\nDisallow: /no/") -> None:
    """A feed that lists two pages, of which robots.txt forbids one; no tdmrep.json."""
    items = "".join(f"<item><title>{p}</title><link>{SITE}/{p}</link></item>" for p in ("yes/a", "no/b"))
    server.expect_request("/feed").respond_with_data(
        f"<rss version='2.0'><channel><title>Daily</title>{items}</channel></rss>", content_type="text/xml"
    )
    server.expect_request("/robots.txt").respond_with_data(robots)
    server.expect_request("/yes/a").respond_with_data(PAGE.format(meta=meta), content_type="text/html")


def poll(settings: Settings, now: datetime, world: World | None = None) -> dict[str, int]:
    """One poll of the feed. -> its dispositions, counted."""
    feed = Feed("daily", f"{SITE}/feed", "Daily")
    watched = replace(world or World(), feeds=(feed,), own_feeds=("daily",))
    return poll_once(settings, watched, now, eager=True).dispositions


def fetches(settings: Settings) -> list[dict[str, Any]]:
    """All rows of `fetches`, in the order in which they were asked."""
    with open_store(settings.data_dir, NOW) as store:
        found = store._connection.execute("from fetches order by asked_at, kind")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_every_request_the_server_saw_is_a_row(httpserver: HTTPServer, settings: Settings) -> None:
    """Feed, robots.txt, tdmrep.json and page; what robots.txt forbids is a row that was not asked."""
    serve(httpserver)
    assert poll(settings, NOW) == {"new-article": 1, "opted-out": 1}
    rows = fetches(settings)
    sent = [r for r in rows if r["asked_at"]]
    assert sorted(r["url"].removeprefix(SITE) for r in sent) == sorted(a.path for a, _ in httpserver.log)
    assert {(r["kind"], r["outcome"]) for r in rows} == {
        ("feed", "ok"),
        ("robots", "ok"),
        ("tdmrep", "http-error"),
        ("page", "ok"),
        ("page", "robots-denied"),
    }
    assert {r["site"] for r in rows} == {"daily.example"}


def test_robots_txt_is_asked_once_a_day(httpserver: HTTPServer, settings: Settings) -> None:
    """The next runs read it from the archive, and obey; after a day it is asked for again."""
    serve(httpserver)
    for hours in (0, 1, 23):
        assert poll(settings, NOW + timedelta(hours=hours))["opted-out"] == 1
    paths = [asked.path for asked, _ in httpserver.log]
    assert (paths.count("/robots.txt"), paths.count("/.well-known/tdmrep.json")) == (1, 1)
    poll(settings, NOW + timedelta(hours=25))
    assert [asked.path for asked, _ in httpserver.log].count("/robots.txt") == 2


def test_retry_after_holds_for_the_next_run(httpserver: HTTPServer, settings: Settings) -> None:
    """A site that asked for an hour is left alone by a run half an hour later, whichever host it is."""
    httpserver.expect_request("/feed").respond_with_data("", status=429, headers={"Retry-After": "3600"})
    poll(settings, NOW)
    poll(settings, NOW + timedelta(minutes=30))
    assert len(httpserver.log) == 1
    assert fetches(settings)[-1]["outcome"] == "host-resting"
    httpserver.clear()
    serve(httpserver)
    assert poll(settings, NOW + timedelta(minutes=61))["new-article"] == 1


def test_the_budget_holds_from_run_to_run(httpserver: HTTPServer, settings: Settings) -> None:
    """A run that begins right after another finds the bucket as that left it."""
    serve(httpserver)
    poll(settings, NOW)
    last = max(r["asked_at"] for r in fetches(settings) if r["asked_at"])
    manners = remembered(settings.data_dir, replace(settings, host_delay=60.0), last)
    assert 60 < manners.pace.wait("daily.example") <= 5 * 60
    assert remembered(
        settings.data_dir, replace(settings, host_delay=60.0), last + timedelta(days=1)
    ).pace.take("daily.example")


def test_a_crawl_delay_holds_for_the_next_runs_feeds_too(httpserver: HTTPServer, settings: Settings) -> None:
    """Feeds are fetched at someone's wish without asking robots.txt, but at the pace it asks for."""
    serve(httpserver, robots="User-agent: *\nCrawl-delay: 0.2")
    poll(settings, NOW)
    manners = remembered(settings.data_dir, settings, NOW + timedelta(hours=1))
    assert manners.pace.crawl_delay("daily.example") == 0.2
    assert manners.pace.take("daily.example")
    assert not manners.pace.take("daily.example")


@pytest.mark.parametrize(
    ("changes", "dispositions", "kept"),
    [
        ({}, {"opted-out": 2}, False),
        ({"opt_out_overrides": {"daily.example": "licence 7"}}, {"new-article": 1, "opted-out": 1}, True),
        ({"opt_out_overrides": {"other.example": "licence 8"}}, {"opted-out": 2}, False),
        ({"opt_outs": False}, {"new-article": 1, "opted-out": 1}, True),
    ],
)
def test_a_page_that_says_noarchive_is_not_kept(
    httpserver: HTTPServer,
    settings: Settings,
    changes: dict[str, Any],
    dispositions: dict[str, int],
    *,
    kept: bool,
) -> None:
    """Neither archived nor read, unless the user has a reason; what it says is stored either way."""
    serve(httpserver, meta='<meta name="robots" content="index, NoArchive">')
    assert poll(replace(settings, **changes), NOW) == dispositions
    (row,) = [r for r in fetches(settings) if r["url"] == f"{SITE}/yes/a"]
    assert row["opt_out"] == ["meta robots noarchive"]
    assert (row["payload_sha"] is not None, bool(row["bytes"]), row["opt_out_override"] is not None) == (
        kept,
    ) * 3


def test_a_persons_decision_keeps_the_pages_of_an_outlet_until_it_is_undone(
    httpserver: HTTPServer, settings: Settings
) -> None:
    """Named by the outlet; the reason and the decision stand in the row of each request; undone, it counts no more."""
    serve(httpserver, meta='<meta name="robots" content="noarchive">')
    world = World(outlets=(Outlet("Daily", ("www.daily.example",)),))
    name, sites = license_site(settings.data_dir, "Daily", world, NOW, Said("desk", "licence 7"))
    assert sites == ("daily.example",)
    with pytest.raises(BadInput, match=name):
        license_site(settings.data_dir, "Daily", world, NOW, Said("desk", "licence 8"))
    for wrong, reason in (("nobody", "licence"), ("daily.example", " ")):
        with pytest.raises(BadInput):
            license_site(settings.data_dir, wrong, world, NOW, Said(None, reason))
    assert poll(settings, NOW, world) == {"new-article": 1, "opted-out": 1}
    (row,) = [r for r in fetches(settings) if r["url"] == f"{SITE}/yes/a"]
    assert row["opt_out_override"] == f"licence 7 ({name})"
    undo(settings.data_dir, name, NOW)
    [told] = decisions(settings.data_dir)
    assert (told["kind"], told["a"], told["reason"], bool(told["undone_at"])) == (
        "licensed",
        "Daily",
        "licence 7",
        True,
    )
    assert poll(settings, NOW + timedelta(hours=1), world) == {"opted-out": 2}
