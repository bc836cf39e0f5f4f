"""`writethru feeds` against a server: one GET on add, paid feeds, pages that name feeds, listings, OPML."""

from __future__ import annotations

import base64
import gzip
import re
from typing import TYPE_CHECKING

import pytest

from pipeline.core.feeds import opml
from tests.steps.fiction import BODY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.cli.conftest import Done

SECRET = "Quince/Marmalade 77"  # with signs that look otherwise in an address
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Loop Gazette</title><ttl>90</ttl>
<item><title>Ferry held in port</title><link>{base}/story/ferry</link><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Mole vote put off</title><link>{base}/story/mole</link><pubDate>Tue, 10 Mar 2026 09:00:00 GMT</pubDate></item>
<item><title>Bakery closes</title><link>{base}/story/bakery</link><pubDate>Tue, 10 Mar 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"""
PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"


def base_of(server: HTTPServer) -> str:
    """The server's address without the last slash."""
    return server.url_for("").rstrip("/")


def asked(server: HTTPServer) -> list[str]:
    """The paths that were asked."""
    return [request.path for request, _ in server.log]


def give(server: HTTPServer, path: str, body: str, kind: str = "text/xml") -> str:
    """Serve something. -> its address."""
    server.expect_request(path).respond_with_data(body.format(base=base_of(server)), content_type=kind)
    return f"{base_of(server)}{path}"


def stories(server: HTTPServer) -> None:
    """The pages that the feed lists; nothing else is there, robots.txt neither."""
    for name in ("ferry", "mole", "bakery"):
        body = PAGE.format(f"The {name} story of the day", "".join(f"<p>{p}</p>" for p in BODY))
        give(server, f"/story/{name}", body.replace("{", "{{").replace("}", "}}"), "text/html")
    server.expect_request(re.compile("/.*")).respond_with_data("no such page", status=404)


def holding(folder: Path, words: list[str]) -> list[str]:
    """Files in which one of some words stands, WARC files unpacked."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        body = path.read_bytes()
        if path.name.endswith((".gz", ".gz.open")):
            body = gzip.decompress(body)
        found += [f"{path.name}: {word}" for word in words if word.encode() in body]
    return found


@pytest.mark.parametrize(
    ("form", "value", "header", "query"),
    [
        ("basic", f"ann:{SECRET}", ("Authorization", "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()), None),
        ("header:X-Key", SECRET, ("X-Key", SECRET), None),
        ("query:token", SECRET, None, SECRET),
    ],
)  # fmt: skip
def test_a_paid_feed_is_added_and_polled_and_its_secret_stands_nowhere(
    writethru: Callable[..., Done],
    httpserver: HTTPServer,
    data_dir: Path,
    empty_store: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    form: str,
    value: str,
    header: tuple[str, str] | None,
    query: str | None,
) -> None:
    """One GET on add, with the secret; a server that echoes it; neither terminal, log, TOML, database nor WARC has it."""
    monkeypatch.setenv("LOOP_KEY", value)
    with_secret = {"headers": dict([header])} if header else {"query_string": {"token": query}}
    body = FEED.format(base=base_of(httpserver)).replace("Mole vote put off", f"Mole vote put off {value}")
    httpserver.expect_request("/paid.rss", **with_secret).respond_with_data(
        body, content_type="text/xml", headers={"X-Echo": value.replace(" ", "+")}
    )
    stories(httpserver)
    url = f"{base_of(httpserver)}/paid.rss"
    caplog.set_level("DEBUG")
    caplog.set_level("CRITICAL", logger="werkzeug")  # the server's own log of what it was asked
    done = [writethru("feeds", "add", url, "--key", "loop", "--auth", f"LOOP_KEY:{form}", "--outlet", "Loop")]
    assert (done[0].code, asked(httpserver)) == (0, ["/paid.rss"])
    done += [writethru(*words.split()) for words in ("run", "feeds list", "feeds check loop", "feeds export")]
    done.append(writethru("sql", "from fetches", "--format", "json"))
    assert [d.code for d in done] == [0] * len(done)
    assert "3 new-article" in done[1].out
    words = [SECRET, "Quince%2FMarmalade%2077", "Quince%2FMarmalade+77", "Quince/Marmalade+77"]
    words += [base64.b64encode(f"ann:{SECRET}".encode()).decode()]
    told = " ".join(d.out + d.err for d in done) + caplog.text
    assert [word for word in words if word in told] == []
    assert holding(data_dir, words) == []
    assert f'as = "{form}"' in (data_dir / "feeds.toml").read_text()


def test_a_paid_feed_without_its_variable_is_not_asked(
    writethru: Callable[..., Done], httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says which variable; a secret given in the variable's place is refused and not shown again."""
    monkeypatch.delenv("LOOP_KEY", raising=False)
    url = f"{base_of(httpserver)}/paid.rss"
    added = writethru("feeds", "add", url, "--auth", "LOOP_KEY:basic")
    assert (asked(httpserver), "LOOP_KEY is not set" in added.out + added.err) == ([], True)
    typed = writethru("feeds", "add", url, "--key", "two", "--auth", f"{SECRET}:basic")
    assert (typed.code, SECRET in typed.out + typed.err) == (2, False)
    odd = writethru("feeds", "add", url, "--key", "three", "--auth", "LOOP_KEY:cookie")
    assert (odd.code, "basic, header:NAME or query:NAME" in odd.complaint) == (2, True)


def test_a_page_that_names_a_feed_leads_to_it_with_one_get(
    writethru: Callable[..., Done], httpserver: HTTPServer
) -> None:
    """The page is asked once; its feed by the first run. Several feeds are named, none is chosen."""
    link = '<link rel="alternate" type="application/rss+xml" href="{0}">'
    page = give(
        httpserver, "/one", f"<html><head>{link.format('/feed.rss')}</head><body>x</body></html>", "text/html"
    )
    done = writethru("feeds", "add", page)
    assert (done.code, asked(httpserver)) == (0, ["/one"])
    assert "is a page; it names this feed" in done.out
    assert f"{base_of(httpserver)}/feed.rss" in done.out
    links = link.format("/a.rss") + link.format("/b.rss")
    two = give(httpserver, "/two", f"<html><head>{links}</head><body>x</body></html>", "text/html")
    refused = writethru("feeds", "add", two)
    assert refused.code == 1
    assert "names 2 feeds; add one: " in refused.complaint
    assert "/a.rss or " in refused.complaint


def test_a_page_that_names_none_has_the_common_paths_tried(
    writethru: Callable[..., Done], httpserver: HTTPServer
) -> None:
    """One after the other till one is a feed; where none is, one line says what to do."""
    give(httpserver, "/rss.xml", FEED)
    page = give(
        httpserver, "/", "<html><head></head><body><p>News of the coast.</p></body></html>", "text/html"
    )
    httpserver.expect_request(re.compile("/.*")).respond_with_data("none", status=404)
    done = writethru("feeds", "add", page)
    assert (done.code, asked(httpserver)) == (0, ["/", "/feed/", "/rss", "/rss.xml"])
    assert f"{base_of(httpserver)}/rss.xml" in done.out
    httpserver.clear()
    give(httpserver, "/plain", "<html><head></head><body><p>News.</p></body></html>", "text/html")
    httpserver.expect_request(re.compile("/.*")).respond_with_data("none", status=404)
    none = writethru("feeds", "add", page + "plain")
    assert (none.code, "--kind listing" in none.complaint) == (1, True)


def test_a_listing_is_a_source_like_a_feed(
    writethru: Callable[..., Done], httpserver: HTTPServer, empty_store: Path
) -> None:
    """A section front is added with one GET (and its robots.txt), polled, and its stories loaded."""
    stories_of = "".join(
        f'<article><h2><a href="/story/{n}-held-up-for-the-night">The {n} story of the day as told by its people</a></h2></article>'
        for n in ("ferry", "mole", "bakery")
    )
    hub = give(httpserver, "/hub", f"<html><body><main>{stories_of}</main></body></html>", "text/html")
    for n in ("ferry", "mole", "bakery"):
        body = PAGE.format(f"The {n} story", "".join(f"<p>{p}</p>" for p in BODY)).replace("{", "{{")
        give(httpserver, f"/story/{n}-held-up-for-the-night", body.replace("}", "}}"), "text/html")
    httpserver.expect_request(re.compile("/.*")).respond_with_data("no such page", status=404)
    added = writethru("feeds", "add", hub, "--kind", "listing", "--key", "hub")
    assert added.code == 0
    assert "a page that lists articles, 3 entries" in added.out
    assert asked(httpserver).count("/hub") == 1
    assert "3 new-article" in writethru("run").out
    wrong = writethru("feeds", "add", hub, "--key", "two", "--kind", "hub")
    assert (wrong.code, "'feed' or 'listing'" in wrong.complaint) == (2, True)


def test_a_check_explains_in_words_and_stores_nothing(
    writethru: Callable[..., Done], httpserver: HTTPServer, data_dir: Path
) -> None:
    """What it is, how often it brings something, what is odd; exit code 1 where it is no feed."""
    done = writethru("feeds", "check", give(httpserver, "/feed.rss", FEED))
    text = done.out
    assert done.code == 0
    for words in (
        "Loop Gazette",
        "RSS 2.0, 3 entries, 3 with a time",
        "about one every 60 min",
        "sends neither ETag nor Last-Modified",
        "asks for 2 h between two looks" if "2 h between" in text else "asks for 90 min between two looks",
    ):
        assert words in text
    assert not (data_dir / "writethru.duckdb").exists()
    httpserver.expect_request("/gone").respond_with_data("", status=410)
    gone = writethru("feeds", "check", f"{base_of(httpserver)}/gone")
    assert (gone.code, "410" in gone.out) == (1, True)


def test_opml_goes_round_without_secrets(
    writethru: Callable[..., Done],
    httpserver: HTTPServer,
    tmp_path: Path,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Feeds that were exported are imported elsewhere; passwords in addresses and variables' names stay behind."""
    monkeypatch.setenv("LOOP_KEY", SECRET)
    paid = "https://paid.example/rss"
    writethru("feeds", "add", paid, "--no-check", "--auth", "LOOP_KEY:header:X-Key")
    writethru("feeds", "add", "https://ann:hushhush@old.example/rss?token=mumble", "--no-check")
    writethru("feeds", "add", "https://hub.example/news", "--no-check", "--kind", "listing")
    out = writethru("feeds", "export").out
    for word in (SECRET, "hushhush", "mumble", "LOOP_KEY"):
        assert word not in out
    file = tmp_path / "feeds.opml"
    file.write_text(out)
    urls = [f.url for f in opml.read(file.read_bytes())]
    assert paid in urls
    (data_dir / "feeds.toml").unlink()
    done = writethru("feeds", "import", str(file))
    assert (done.code, f"{len(urls)} added, 0 not" in done.out) == (0, True)
    kept = (data_dir / "feeds.toml").read_text()
    assert "hushhush" not in kept
    assert 'kind = "listing"' in kept
    again = writethru("feeds", "import", str(file))
    assert (again.code, f"0 added, {len(urls)} not" in again.out) == (1, True)
