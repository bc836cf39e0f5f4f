"""Bad input gets one clear line: what, where, what to do; nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.io.store import SNAPSHOT
from tests.steps.fiction import record, write_captures, write_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Done


def test_missing_file_is_refused_and_the_others_are_taken(
    writethru: Callable[..., Done], tmp_path: Path
) -> None:
    """One bad input does not stop the rest; the exit code says that one was bad."""
    early, _ = write_captures(tmp_path)
    done = writethru("import", str(tmp_path / "nowhere.html"), str(early), "--outlet", "CityNews")
    assert (done.code, "nowhere.html: cannot be read (no such file)" in done.complaint) == (1, True)
    assert "1 new-article, 1 refused" in done.out


def test_binary_file_is_refused(writethru: Callable[..., Done], tmp_path: Path) -> None:
    """A picture is no page."""
    picture = tmp_path / "picture.html"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    done = writethru("import", str(picture))
    assert (done.code, "binary data" in done.complaint) == (1, True)


@pytest.mark.usefixtures("empty_store")
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "must be one JSON object"),
        ('{"url": "http://a.example/1"}', "needs text or html"),
        ('{"text": 5}', "text must be text"),
        (json.dumps(record("http://a.example/1", "yesterday")), "no ISO 8601 time"),
        (json.dumps(record("http://a.example/1", "2026-03-10T05:00:00")), "has no offset"),
        (
            json.dumps(record("http://a.example/1", "2026-03-10T05:00:00Z", timezone="Mars/Base")),
            "unknown time zone",
        ),
        ('{"path": "gone.html"}', "no such file"),
    ],
    ids=lambda value: value[:20],
)
def test_bad_record_is_told_by_file_and_line(
    writethru: Callable[..., Done], tmp_path: Path, line: str, told: str
) -> None:
    """The line before it is taken all the same."""
    path = write_records(tmp_path / "records.jsonl", [record("http://b.example/1", "2026-03-10T05:00:00Z")])
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    done = writethru("import", str(path))
    assert done.code == 1
    assert told in done.complaint
    assert "1 new-article, 1 refused" in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "x.txt", "--timezone", "Toronto/Canada"), "unknown time zone 'Toronto/Canada'"),
        (("import", "x.txt", "--captured-at", "5:32 am"), "no ISO 8601 time"),
        (("story", "s1", "--timezone", "Nowhere"), "unknown time zone"),
    ],
)
def test_wrong_option_is_a_usage_error(
    writethru: Callable[..., Done], arguments: tuple[str, ...], told: str
) -> None:
    """Exit code 2, as for any misuse of the command."""
    done = writethru(*arguments)
    assert (done.code, told in done.complaint) == (2, True)


@pytest.mark.parametrize("command", ["run", "feeds list", "import x.txt"])
def test_broken_feeds_toml_is_told_with_its_place(
    writethru: Callable[..., Done], data_dir: Path, command: str
) -> None:
    """Nothing is polled with half a list."""
    data_dir.mkdir()
    (data_dir / "feeds.toml").write_text('[[feed]]\nkey = "a"\nurl = "ftp://a.example/x"\n', "utf-8")
    done = writethru(*command.split())
    assert done.code == 2
    assert "feeds.toml" in done.complaint


@pytest.mark.parametrize("command", [("import", "EARLY"), ("run",), ("stories",)])
def test_newer_database_is_left_alone(
    writethru: Callable[..., Done], empty_store: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A newer writethru wrote it: read on where one can, but never write."""
    early, _ = write_captures(tmp_path)
    path = empty_store / "private" / SNAPSHOT
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into migration values (9999, 'later', now())")
    before = path.read_bytes()
    done = writethru(*(str(early) if part == "EARLY" else part for part in command))
    assert path.read_bytes() == before
    if command != ("stories",):
        assert (done.code, "newer writethru" in done.complaint) == (1, True)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("stories",), "nothing is stored yet"),
        (("story", "s0000000000000"), "nothing is stored yet"),
        (("sql", "select 1"), "nothing is stored yet"),
    ],
)
def test_looking_before_anything_is_stored_tells_how_to_begin(
    writethru: Callable[..., Done], command: tuple[str, ...], told: str
) -> None:
    """The first thing a newcomer may do wrong."""
    done = writethru(*command)
    assert (done.code, told in done.complaint) == (1, True)


def test_unknown_names_are_told(writethru: Callable[..., Done], tmp_path: Path) -> None:
    """What is asked for and not stored is named in the answer."""
    early, _ = write_captures(tmp_path)
    writethru("import", str(early), "--outlet", "CityNews")
    for command in (("story", "s0"), ("versions", "http://a.example/none"), ("diff", "v1", "v2")):
        done = writethru(*command)
        assert (done.code, command[1] in done.complaint) == (1, True)


@pytest.mark.usefixtures("empty_store")
@pytest.mark.parametrize(
    "query", ["selec 1", "select * from nowhere", "drop table facts.run", "copy versions to 'x.csv'"]
)
def test_wrong_or_writing_sql_is_one_line(writethru: Callable[..., Done], query: str) -> None:
    """The database's own words, first line."""
    done = writethru("sql", query)
    assert (done.code, done.complaint.startswith("writethru: sql:")) == (1, True)


EMPTY = "<rss version='2.0'><channel><title>Quiet</title></channel></rss>"


def test_empty_feed_is_a_finding_and_one_clear_line(
    writethru: Callable[..., Done], httpserver: HTTPServer, tmp_path: Path
) -> None:
    """Where no feed gives anything a person must notice; why stands in the findings."""
    httpserver.expect_request("/feed.xml").respond_with_data(EMPTY, content_type="application/rss+xml")
    writethru("feeds", "add", httpserver.url_for("/feed.xml"))
    done = writethru("run")
    assert (done.code, "no feed gave anything" in done.complaint, "feed-empty" in done.out) == (1, True, True)
    checked = writethru("feeds", "check", httpserver.url_for("/feed.xml"))
    assert (checked.code, "it lists nothing" in checked.out) == (1, True)
    file = tmp_path / "feed.xml"
    file.write_text(EMPTY, "utf-8")
    checked = writethru("feeds", "check", str(file))
    assert (checked.code, "it lists nothing" in checked.complaint) == (1, True)


def test_one_good_feed_beside_an_empty_one_is_a_good_run(
    writethru: Callable[..., Done], httpserver: HTTPServer
) -> None:
    """A source that gives nothing is news about the source, not a fault of ours."""
    item = "<item><title>A</title><link>http://127.0.0.1:9/a</link><guid>a</guid></item>"
    httpserver.expect_request("/empty.xml").respond_with_data(EMPTY, content_type="application/rss+xml")
    httpserver.expect_request("/good.xml").respond_with_data(
        EMPTY.replace("</channel>", f"{item}</channel>"), content_type="application/rss+xml"
    )
    for name in ("empty", "good"):
        writethru("feeds", "add", httpserver.url_for(f"/{name}.xml"))
    done = writethru("run")
    assert (done.code, done.err) == (0, "")
    assert "1 refused" in done.out  # the entry links to a private address that nobody typed


def test_page_given_as_a_feed_is_explained(writethru: Callable[..., Done], tmp_path: Path) -> None:
    """A common mistake: the section's page instead of its feed."""
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html><head><title>News</title></head><body><p>Hello</p></body></html>", "utf-8"
    )
    done = writethru("feeds", "check", str(page))
    assert (done.code, "web page, not a feed" in done.complaint) == (1, True)
