"""What a killed poll has archived is taken up by the next one: nothing of it is lost, nothing is asked again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import run
from pipeline.io import alive, archive, jots
from pipeline.model import Feed, World
from pipeline.settings import Settings
from tests.steps.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)  # nothing that was asked is due again
SITE = "http://daily.example"
PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>" + (
    "<p>Rain fell on the harbour all day and the ferries stayed where they were, the port of {title} said.</p>"
    * 9
)
NAMES = ("Osthaven", "Westhaven", "Nordhaven")
WORLD = World(feeds=(Feed("daily", f"{SITE}/feed", "Daily"),), own_feeds=("daily",))
STAGES = ("feeds asked", "feeds noted", "pages asked")
VIEWS = {
    "articles": "select outlet, url, headline, status, versions, published_at, first_seen_at from articles",
    "versions": "select url, number, headline, body from versions",
    "fetches": "select kind, source, url, outcome, payload_sha from fetches",
    "dispositions": "select item, disposition from dispositions",
}


@pytest.fixture
def settings(httpserver: HTTPServer, tmp_path: Path) -> Settings:
    """A site with a feed of three pages, one of them gone."""
    dated = "<pubDate>Tue, 06 Jan 2026 11:00:00 GMT</pubDate>"
    items = "".join(f"<item><title>{n}</title><link>{SITE}/{n}</link>{dated}</item>" for n in NAMES)
    httpserver.expect_request("/feed").respond_with_data(
        f"<rss version='2.0'><channel><title>Daily</title>{items}</channel></rss>", content_type="text/xml"
    )
    for name in NAMES[:2]:
        httpserver.expect_request(f"/{name}").respond_with_data(
            PAGE.format(title=name), content_type="text/html"
        )
    target = f"127.0.0.1:{httpserver.port}"
    return Settings(data_dir=tmp_path / "var", host_delay=0, connect_to={"daily.example": target})


def poll_until(settings: Settings, stage: str) -> run.Poll:
    """A poll that comes as far as that, and what its process has asked and archived by then."""
    poll = run.start_poll(settings, WORLD, NOW)
    looks = run.fetch_feeds(poll, run.feeds_due(poll))
    if stage == "feeds asked":
        return poll
    poll, pages = run.note_feeds(poll, looks)
    if stage == "pages asked":
        run.fetch_pages(poll, pages)
    return poll


def die(poll: run.Poll) -> None:
    """Let go of the locks, as the system does for a process that was killed; the archive says nothing to anybody."""
    archive.close(poll.data_dir, poll.tally.run_key, is_settled=False)
    alive._HELD.pop((str(poll.data_dir), poll.tally.ledger().run_id)).release()


def asked(server: HTTPServer) -> Counter[str]:
    """How often each address was asked."""
    return Counter(request.path for request, _ in server.log)


def told(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """What must not differ."""
    return Desk(settings.data_dir).ask_all(VIEWS)


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_poll_is_made_good(
    httpserver: HTTPServer, settings: Settings, tmp_path: Path, stage: str
) -> None:
    """Wherever it was killed: the same rows as without, and no address is asked twice."""
    die(poll_until(settings, stage))
    ledger = run.poll_once(settings, WORLD, LATER)
    assert set(asked(httpserver).values()) == {1}
    codes = {f.code for f in ledger.findings}
    assert "run-killed" in codes
    assert ("archive-adopted" in codes) == (stage != "feeds noted")
    rows = told(settings)
    undisturbed = Settings(data_dir=tmp_path / "other", host_delay=0, connect_to=settings.connect_to)
    run.poll_once(undisturbed, WORLD, NOW)
    run.poll_once(undisturbed, WORLD, LATER)
    right = told(undisturbed)
    if stage != "pages asked":  # the pages were first seen by the later poll
        right["articles"] = [{**row, "first_seen_at": LATER} for row in right["articles"]]
    assert rows == right


def test_a_torn_record_is_told_and_cut_off(settings: Settings) -> None:
    """Killed while it wrote: the whole records are taken up, the file is gone on with, and reads to its end."""
    poll = poll_until(settings, "pages asked")
    die(poll)
    [path] = (settings.data_dir / "archive").glob("*.open")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 3 + 7][-200:])
    ledger = run.poll_once(settings, WORLD, LATER)
    torn = [f for f in ledger.findings if f.code == "archive-torn"]
    assert len(torn) == 1
    assert f"200 bytes at {len(whole)}" in torn[0].message
    assert path.read_bytes() == whole
    again = run.poll_once(settings, WORLD, LATER + timedelta(minutes=1))
    assert not [f for f in again.findings if f.code.startswith("archive")]


def test_what_a_living_poll_writes_is_let_be(settings: Settings) -> None:
    """A second poll beside it takes up nothing, and writes to a file of its own."""
    one = poll_until(settings, "pages asked")
    ledger = run.poll_once(settings, WORLD, LATER)
    assert not [f for f in ledger.findings if f.code.startswith("archive")]
    assert jots.runs(settings.data_dir) == [one.tally.run_key]
    die(one)
