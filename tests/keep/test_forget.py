"""A takedown: what is stored of a page goes, everywhere; what others show stays; the page is not asked again."""

from __future__ import annotations

import gzip
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline import run
from pipeline.errors import NotFound
from pipeline.io import archive, expunge, warcfile
from pipeline.model import Feed, World
from pipeline.settings import Settings
from pipeline.steps import expunging, forgetting
from pipeline.steps.forgetting import Forgetting, Wish, forget, plan, resume
from tests.keep.conftest import COUNCIL, page
from tests.steps.conftest import Desk
from tests.wire_import.fiction import CORRECTED, FIRST, write

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

NOW = datetime(2031, 3, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
BAY, DAILY = "http://bay.example", "http://daily.example"
WORD = "Kestrelmoor"  # stands in the page that goes, and nowhere else
MINE = (*FIRST[:4], f"Odile Farrant of {WORD} said that her son had been among those brought ashore.")
WISH = Wish("the outlet asked for it, letter of 3 March", "desk")


class Coast:
    """Two outlets on one loopback server, and polls of their feeds."""

    def __init__(self, server: HTTPServer, desk: Desk) -> None:
        self.server, self.desk, self.now = server, desk, NOW
        target = f"127.0.0.1:{server.port}"
        self.settings = Settings(
            data_dir=desk.data_dir, host_delay=0, connect_to={"bay.example": target, "daily.example": target}
        )
        self.plain()
        self.feed("bay", [("/ferry", f"Ferry aground, {WORD} woman says"), ("/council", "Council sits")])
        self.feed("daily", [("/ferry-daily", "Ferry aground off Norra")])
        self.page("/ferry", page("Ferry aground", MINE))
        self.page("/council", page("Council sits", COUNCIL))
        self.page("/ferry-daily", page("Ferry aground off Norra", CORRECTED))

    def plain(self) -> None:
        """Neither robots.txt nor tdmrep.json."""
        for path in ("/robots.txt", "/.well-known/tdmrep.json"):
            self.server.expect_request(path).respond_with_data("", status=404)

    def feed(self, name: str, entries: list[tuple[str, str]]) -> None:
        """Serve a feed."""
        items = "".join(
            f"<item><title>{title}</title><link>http://{name}.example{path}</link></item>"
            for path, title in entries
        )
        self.server.expect_request(f"/{name}.rss").respond_with_data(
            f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>",
            content_type="text/xml",
        )

    def page(self, path: str, body: str, **more: Any) -> None:
        """Serve a page."""
        self.server.expect_request(path).respond_with_data(body, content_type="text/html", **more)

    def poll(self) -> dict[str, int]:
        """One poll, an hour later than the last. -> dispositions, counted."""
        self.now += timedelta(hours=1)
        self.server.clear_log()
        feeds = tuple(Feed(name, f"http://{name}.example/{name}.rss", name) for name in ("bay", "daily"))
        world = World(feeds=feeds, own_feeds=("bay", "daily"))
        return run.poll_once(self.settings, world, self.now, eager=True).dispositions

    @property
    def asked(self) -> list[str]:
        """The paths that the last poll asked."""
        return [request.path for request, _ in self.server.log]


@pytest.fixture(scope="module")
def polled(make_httpserver: HTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two polls brought: payloads, and revisit records of them."""
    coast = Coast(make_httpserver, Desk(tmp_path_factory.mktemp("polled") / "var"))
    coast.poll()
    coast.poll()
    make_httpserver.clear()
    return coast.desk.data_dir


def holding(data_dir: Path, word: str = WORD) -> set[str]:
    """Files of the data directory in which a word stands, WARC files unpacked."""
    found = set()
    for path in data_dir.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            if path.suffix in {".gz", ".open"} and body:
                body = gzip.decompress(body)
            if word.encode() in body:
                found.add(path.relative_to(data_dir).parts[0])
    return found


@pytest.fixture(scope="module")
def taken_down(polled: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Forgetting, Forgetting]:
    """The page forgotten, once for all tests that look only: the desk, what was announced, what was done."""
    data_dir = tmp_path_factory.mktemp("taken") / "var"
    shutil.copytree(polled, data_dir)
    before = {p: p.stat().st_mtime_ns for p in data_dir.rglob("*") if p.is_file() and p.suffix != ".lock"}
    planned = plan(data_dir, f"{BAY}/ferry", LATER)
    assert {p: p.stat().st_mtime_ns for p in before} == before  # a dry run touches nothing
    return Desk(data_dir), planned, forget(data_dir, f"{BAY}/ferry", WISH, LATER)


@pytest.fixture
def coast(taken_down: tuple[Desk, Forgetting, Forgetting], httpserver: HTTPServer, tmp_path: Path) -> Coast:
    """The two outlets after the page was forgotten: a copy of its own for each test."""
    shutil.copytree(taken_down[0].data_dir, tmp_path / "var")
    coast = Coast(httpserver, Desk(tmp_path / "var"))
    coast.now = LATER
    return coast


@pytest.fixture
def before(polled: Path, tmp_path: Path) -> Desk:
    """The desk before it: a copy of its own."""
    shutil.copytree(polled, tmp_path / "var")
    return Desk(tmp_path / "var")


def test_nothing_is_left_of_it_and_everything_of_the_others(
    polled: Path, taken_down: tuple[Desk, Forgetting, Forgetting]
) -> None:
    """Its words are in no file any more, the other pages read as before, and each payload is where the index says."""
    desk, planned, done = taken_down
    assert holding(polled) >= {"archive", "private", "writethru.duckdb"}
    assert holding(desk.data_dir) == set()
    for view in ("captures", "headline_history", "claims"):
        others = f"select * from {view} where url <> '{BAY}/ferry' order by all"
        assert desk.ask(others) == Desk(polled).ask(others)
    assert_whole(desk)
    assert (planned.going, planned.found.count, planned.found.payloads) == (
        done.going,
        done.found.count,
        done.found.payloads,
    )
    [tomb] = desk.ask("from forgotten")
    assert (tomb["url"], tomb["why"], tomb["forgotten_by"]) == (f"{BAY}/ferry", WISH.why, "desk")
    assert (tomb["versions"], tomb["addresses"], bool(tomb["finished_at"])) == (1, [f"{BAY}/ferry"], True)
    assert tomb["records"] >= tomb["payloads"] >= 2  # the page, and the feed's answer that lists it


def assert_whole(desk: Desk) -> None:
    """The other pages are there, and each of their payloads where the index says."""
    assert {r["url"] for r in desk.ask("from versions")} == {f"{BAY}/council", f"{DAILY}/ferry-daily"}
    for row in desk.ask("select payload_sha from captures"):
        assert archive.get(desk.data_dir, row["payload_sha"])


def test_stories_and_counts_are_derived_anew(
    polled: Path, taken_down: tuple[Desk, Forgetting, Forgetting]
) -> None:
    """The story it shared goes on with the other outlet; nothing is compared with it; every ledger still adds up."""
    desk = taken_down[0]
    [story] = Desk(polled).ask("select story_id from stories where outlets = 2")
    counts = "select outlets, articles, versions from stories where story_id = $s"
    assert desk.ask(counts, s=story["story_id"]) == [{"outlets": 1, "articles": 1, "versions": 1}]
    assert desk.ask("select 1 from version_pairs union all select 1 from sentence_changes") == []
    odd = "select run_id from runs left join dispositions using (run_id) group by run_id, items having items <> count(item)"
    assert desk.ask(odd) == []


def test_the_rest_of_a_file_is_as_it_was(taken_down: tuple[Desk, Forgetting, Forgetting]) -> None:
    """Standard tools read it; no request is left whose answer is gone; revisit records still find their originals."""
    ids, besides = set(), set()
    payloads: set[str] = set()
    revisits: set[str] = set()
    for path in (taken_down[0].data_dir / "archive").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                say = record.rec_headers.get_header
                record.content_stream().read()
                ids.add(say("WARC-Record-ID"))
                besides.add(say("WARC-Concurrent-To"))
                kinds = revisits if record.rec_type == "revisit" else payloads
                kinds.add(say("WARC-Payload-Digest"))
                assert say("WARC-Target-URI") != f"{BAY}/ferry"
    assert besides - {None} <= ids
    assert revisits
    assert revisits <= payloads


def test_it_is_neither_asked_nor_stored_again(coast: Coast, tmp_path: Path) -> None:
    """Feeds that list it go on: the item is counted, no headline of it comes back in any file; nor by an import."""
    assert coast.poll()["forgotten"] == 1
    assert "/ferry" not in coast.asked
    assert "/council" in coast.asked
    assert {r["url"] for r in coast.desk.ask("from entry_states")} == {
        f"{BAY}/council",
        f"{DAILY}/ferry-daily",
    }
    done = coast.desk.take(write(tmp_path / "p.html", page("Ferry aground", MINE)), url=f"{BAY}/ferry")
    assert done.ledger.dispositions == {"forgotten": 1}
    assert holding(coast.desk.data_dir) == set()
    assert (
        forget(coast.desk.data_dir, f"{BAY}/ferry", WISH, coast.now).forgotten_id is None
    )  # nothing left to do


def test_another_address_that_leads_to_it_brings_nothing_back(coast: Coast) -> None:
    """A redirect to it, or a page that names it as its own address, under a guid of its own."""
    coast.server.clear()
    coast.plain()
    coast.feed("bay", [("/moved", "New"), ("/named", "New")])
    to = {"Location": f"{BAY}/ferry"}
    coast.server.expect_request("/moved").respond_with_data("", status=301, headers=to)
    coast.page("/ferry", page("Ferry aground", MINE))
    coast.page(
        "/named",
        page("Ferry aground", MINE).replace("<head>", f"<head><link rel='canonical' href='{BAY}/ferry'>"),
    )
    assert coast.poll()["forgotten"] == 2
    assert_whole(coast.desk)
    assert coast.desk.ask("select subject from findings where code = 'forgotten'") == [
        {"subject": f"{BAY}/named"}
    ]
    forget(coast.desk.data_dir, f"{BAY}/named", WISH, coast.now)
    assert holding(coast.desk.data_dir) == set()


def test_cut_short_at_any_moment_it_is_gone_on_with(before: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the index knows the new file, before the old file goes, before the database is dense again."""
    unlink = Path.unlink

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def die_at_a_warc(path: Path, **how: bool) -> None:
        (die if path.name.endswith(".warc.gz") else unlink)(path, **how)

    for where, name, deed in (
        (expunging, "_index", die),
        (Path, "unlink", die_at_a_warc),
        (forgetting, "compact", die),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(where, name, deed)
            with pytest.raises(KeyboardInterrupt):
                forget(before.data_dir, f"{BAY}/ferry", WISH, LATER)
        assert before.ask("select finished_at from forgotten") == [{"finished_at": None}]
        assert_whole(before)
    run.maintain(before.data_dir, LATER, apply=True)
    [tomb] = before.ask("from forgotten")
    assert tomb["finished_at"]
    assert holding(before.data_dir) == set()
    assert_whole(before)


def test_what_a_run_has_open_waits_and_what_a_backup_brings_back_goes_again(before: Desk) -> None:
    """The database forgets at once; a file that somebody writes to is cleared by the upkeep after its run."""
    data_dir = before.data_dir
    [held] = list(warcfile.unheld(data_dir))
    done = forget(data_dir, f"{BAY}/ferry", WISH, LATER)
    assert [p.name for p in done.found.waiting] == [held.path.name]
    assert_whole(before)
    held.release()
    backup = held.path.read_bytes()
    assert resume(data_dir, LATER) == 1
    assert holding(data_dir) == set()
    (data_dir / "archive" / held.name).write_bytes(backup)
    assert forget(data_dir, f"{BAY}/ferry", WISH, LATER).forgotten_id
    assert holding(data_dir) == set()
    assert_whole(before)


def test_texts_and_payloads_that_others_show_stay(desk: Desk) -> None:
    """The same words at another outlet are that outlet's; a wire file is read for its other items, too, and stays."""
    copies = desk.ask(
        "select url, content_hash from versions qualify count(*) over (partition by content_hash) > 1"
    )
    one = copies[0]
    shown = desk.ask("select count(*) as n from versions where content_hash = $h", h=one["content_hash"])[0][
        "n"
    ]
    forget(desk.data_dir, one["url"], WISH, NOW)
    left = desk.ask("select body from versions where content_hash = $h", h=one["content_hash"])
    assert len(left) == shown - 1
    assert all(row["body"] for row in left)


def test_what_was_never_stored_can_be_barred_and_unknown_ids_are_told(desk: Desk) -> None:
    """An address is put on record all the same; an id of nothing is one clear line; one name of several is no name."""
    done = forget(desk.data_dir, "https://never.example/story", WISH, NOW)
    assert (done.going.rows, done.found.count, done.is_finished) == (0, 0, True)
    assert desk.ask("select url, captures from forgotten") == [
        {"url": "https://never.example/story", "captures": 0}
    ]
    with pytest.raises(NotFound, match="a0nothing"):
        plan(desk.data_dir, "a0nothing", NOW)


def test_a_file_of_other_programs_with_several_records_a_member_is_cut_within(tmp_path: Path) -> None:
    """The records that stay are the same bytes; the member is packed anew."""
    path = tmp_path / "other.warc.gz"
    record = (
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: http://x.example/{n}\r\n"
        "Content-Length: 5\r\n\r\nbody{n}\r\n\r\n"
    )
    records = [record.format(n=n) for n in range(3)]
    path.write_bytes(gzip.compress("".join(records).encode()))
    going = [t for t in expunge.traces(path) if t.uris == ("http://x.example/1",)]
    done = expunge.rewrite(path, going)
    assert done.name
    assert gzip.decompress((tmp_path / done.name).read_bytes()).decode() == records[0] + records[2]
