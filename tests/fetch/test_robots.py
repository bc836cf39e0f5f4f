"""robots.txt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core import robots

FILE = """
# a comment
User-agent: *
Disallow: /search
Disallow: /*?print=
Disallow: /*.pdf$
Allow: /search/about
Crawl-delay: 3

User-Agent: OtherBot
User-Agent: WriteThru
Disallow: /wire/
Allow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/search?q=a", False),
        ("/search/about", True),
        ("/story?print=1", False),
        ("/a/report.pdf", False),
        ("/a/report.pdf?x=1", True),
        ("/wire/", True),
    ],
)
def test_the_longest_match_decides(path: str, *, allowed: bool) -> None:
    """Stars and the end sign are understood; the longer rule wins, at a tie the allowing one."""
    assert robots.parse(FILE, "somebody/1").allows(f"https://news.example{path}") is allowed


def test_a_group_that_names_us_replaces_the_general_one() -> None:
    """Without case, and by the product token only."""
    rules = robots.parse(FILE, "writethru/0.1 (contact)")
    assert not rules.allows("https://news.example/wire/a")
    assert rules.allows("https://news.example/search")
    assert rules.delay is None


def test_a_crawl_delay_is_read() -> None:
    """In seconds; what is no number is none."""
    assert robots.parse(FILE, "x").delay == 3
    assert robots.parse("User-agent: *\nCrawl-delay: soon", "x").delay is None


@pytest.mark.parametrize(
    "text", ["", "<!doctype html><p>Not found: here</p>", "Disallow: /", "User-agent: *\nDisallow:"]
)
def test_what_forbids_nothing_allows_everything(text: str) -> None:
    """No file, a web page in its place, rules without an agent, the empty rule."""
    assert robots.parse(text, "writethru").allows("https://news.example/a")


def test_a_pattern_full_of_stars_costs_nothing() -> None:
    """Matching is no regular expression that could be made to run for ever."""
    started = time.perf_counter()
    assert not robots.fits("/" + "*a" * 900 + "b$", "/" + "a" * 5_000)
    assert time.perf_counter() - started < 1


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_file_breaks_the_reader(text: str, path: str) -> None:
    """Whatever a server sends as robots.txt gives an answer."""
    assert robots.parse(text, "writethru").allows(f"https://news.example/{path}") in {True, False}
