"""What a newcomer does first: add a feed, run, look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.steps.fiction import BODY, SHARED, record, write_captures, write_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Done

PAGE = """<!doctype html><html lang="en"><head><title>{headline} | Loop Gazette</title>
<meta property="og:title" content="{headline}">
<meta property="article:published_time" content="2026-03-10T08:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>{headline}</h1>
<p class="byline">By Tom Averill, The Canadian Press</p>{body}</article></main></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Loop Gazette</title><link>{base}</link>
<item><title>Whitcombe heads to Port Selby</title><link>{base}/story</link><guid isPermaLink="false">loop-1</guid>
<pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"""


def serve(httpserver: HTTPServer, paragraphs: tuple[str, ...]) -> str:
    """A site with one feed and one page. -> the feed's address."""
    base = httpserver.url_for("").rstrip("/")
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    httpserver.expect_request("/feed.xml").respond_with_data(
        FEED.format(base=base), content_type="application/rss+xml"
    )
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nAllow: /\n", content_type="text/plain"
    )
    page = PAGE.format(headline="Whitcombe heads to Port Selby", body=body)
    httpserver.expect_request("/story").respond_with_data(page, content_type="text/html; charset=utf-8")
    return f"{base}/feed.xml"


def test_the_help_says_a_whole_line_of_every_command(writethru: Callable[..., Done]) -> None:
    """None is cut short."""
    listed = writethru("--help").out.partition("Commands:")[2].strip().splitlines()
    assert len(listed) >= 20
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.parametrize("group", ["feeds", "decide", "furniture"])
def test_the_help_of_a_group_says_what_each_of_its_commands_does(
    writethru: Callable[..., Done], group: str
) -> None:
    """As a whole, on several lines where one is too short."""
    listed = writethru(group, "--help").out.partition("Commands:")[2]
    assert len(listed.splitlines()) > 4
    assert "..." not in listed


def test_one_feed_added_and_run(writethru: Callable[..., Done], httpserver: HTTPServer) -> None:
    """The first screen says what is stored, what to expect next and when, and how to look at it."""
    added = writethru("feeds", "add", serve(httpserver, BODY))
    assert (added.code, "Added" in added.out, "address is private" in added.out) == (0, True, True)
    ran = writethru("run")
    assert ran.code == 0
    assert "Polling 1 feed (your own)" in ran.out
    assert "1 new-article" in ran.out
    assert "Stored: 1 article, 1 version, 1 story" in ran.out
    assert "Next: feeds are due from" in ran.out
    assert "Look: writethru --data-dir" in ran.out
    assert " sql 'from stale_copies'" in ran.out


def test_second_run_asks_only_what_is_due(writethru: Callable[..., Done], httpserver: HTTPServer) -> None:
    """Nothing is due a moment later; --all asks all the same and finds the change."""
    writethru("feeds", "add", serve(httpserver, BODY))
    writethru("run")
    asked = len(httpserver.log)
    assert "nothing came in" in writethru("run").out
    assert len(httpserver.log) == asked
    httpserver.clear_all_handlers()
    serve(
        httpserver,
        (
            *BODY,
            "The premier’s office said a second session was planned for the evening in the customs house.",
        ),
    )
    again = writethru("run", "--all")
    assert "1 new-version" in again.out
    rows = json.loads(
        writethru("sql", "select event from story_timeline order by event_at", "--format", "json").out
    )
    assert [r["event"] for r in rows] == ["published", "silent-edit"]


def test_dispositions_of_every_run_add_up(writethru: Callable[..., Done], httpserver: HTTPServer) -> None:
    """Every item has exactly one disposition, and it is counted."""
    writethru("feeds", "add", serve(httpserver, BODY))
    for _ in range(3):
        writethru("run", "--all")
    query = "select r.items, (select count(*) from dispositions d where d.run_id = r.run_id) as counted from runs r"
    rows = json.loads(writethru("sql", query, "--format", "json").out)
    assert len(rows) == 3
    assert all(r["items"] == r["counted"] == 1 for r in rows)


def test_story_and_diff_are_shown(writethru: Callable[..., Done], tmp_path: Path) -> None:
    """Two captures later one sees who ran what, and what changed."""
    early, late = write_captures(tmp_path)
    writethru("import", str(early), "--outlet", "CityNews")
    done = writethru("import", str(late), "--outlet", "Global News")
    story = done.out.split("Look: writethru ")[1].split(" story ")[1].split()[0]
    shown = writethru("story", story).out
    assert "CityNews" in shown
    assert "Global News" in shown
    ids = [
        r["version_id"]
        for r in json.loads(writethru("sql", "select version_id from versions", "--format", "json").out)
    ]
    assert "5 unchanged, 1 edited, 5 added, 0 removed, 0 moved" in writethru("diff", *ids).out
    told = json.loads(writethru("diff", *ids, "--format", "json").out)
    assert told["counts"]["added"] == 5
    assert writethru("diff", *ids, "--format", "html").out.lstrip().lower().startswith("<!doctype html>")
    assert "~~" in writethru("diff", *ids, "--format", "markdown").out


def test_manifest_names_files_with_what_is_known_of_them(
    writethru: Callable[..., Done], tmp_path: Path
) -> None:
    """Paths stand relative to the manifest."""
    write_captures(tmp_path)
    manifest = write_records(
        tmp_path / "manifest.jsonl",
        [
            {"path": "early.txt", "outlet": "CityNews", "captured_at": "2026-03-10T06:00:00-04:00"},
            {"path": "late.txt", "outlet": "Global News", "url": "https://globalnews.ca/news/1/x/"},
        ],
    )
    assert writethru("import", str(manifest)).code == 0
    query = "select outlet, first_seen_at, writethru from versions order by appeared_at"
    rows = json.loads(writethru("sql", query, "--format", "json").out)
    assert rows == [
        {"outlet": "CityNews", "first_seen_at": "2026-03-10T10:00:00+00:00", "writethru": 0},
        {"outlet": "Global News", "first_seen_at": None, "writethru": 1},
    ]


def test_record_times_are_claims_and_capture_times_are_sights(
    writethru: Callable[..., Done], tmp_path: Path
) -> None:
    """What a record says of publication has source "record"."""
    path = write_records(
        tmp_path / "r.jsonl",
        [
            record("http://a.example/1", "2026-03-10T06:00:00Z", published_at="2026-03-10T05:00:00Z"),
            record(
                "http://a.example/1",
                "2026-03-10T09:00:00Z",
                paragraphs=SHARED,
                updated_at="2026-03-10T08:30:00Z",
            ),
        ],
    )
    assert writethru("import", str(path)).code == 0
    query = "select event, event_at, time_source from story_timeline order by event_at"
    rows = json.loads(writethru("sql", query, "--format", "json").out)
    assert [(r["event"], r["event_at"][11:16], r["time_source"]) for r in rows] == [
        ("published", "05:00", "record"),
        ("updated", "08:30", "record"),
    ]
