"""What publishers say against archiving and mining."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.optout import Reservations, reservations, said

URL = "https://news.example/politics/a?page=2"
AGENT = "writethru/0.1 (desk)"
NONE = Reservations()


def page(*metas: str) -> bytes:
    """A page with these meta elements in its head."""
    return f"<!doctype html><html><head>{''.join(metas)}</head><body>".encode()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("noarchive", ["X-Robots-Tag noarchive"]),
        ("noindex, NOAI", ["X-Robots-Tag noai"]),
        ("noindex, nofollow, nosnippet", []),
        ("none", []),
        ("googlebot: noarchive", []),
        ("WriteThru: noarchive", ["X-Robots-Tag noarchive"]),
        ("*: noai", ["X-Robots-Tag noai"]),
        ("unavailable_after: 25 Jun 2027 15:00:00 GMT, noarchive", ["X-Robots-Tag noarchive"]),
        ("max-snippet: 20, noai", ["X-Robots-Tag noai"]),
        ("noimageai", []),
        ("", []),
    ],
)
def test_robots_tags_are_read(header: str, found: list[str]) -> None:
    """Directives said to everybody or to us; those for search engines do not concern an archive."""
    assert list(said(URL, AGENT, NONE, [("X-Robots-Tag", header)])) == found


def test_every_header_of_the_name_counts() -> None:
    """Servers send several; one of them is enough."""
    headers = [("x-robots-tag", "noindex"), ("X-ROBOTS-TAG", "noai"), ("x-robots-tag", "noarchive")]
    assert said(URL, AGENT, NONE, headers) == ("X-Robots-Tag noai", "X-Robots-Tag noarchive")


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ('<meta name="robots" content="noarchive">', ["meta robots noarchive"]),
        ("<META CONTENT=NoAI NAME=ROBOTS>", ["meta robots noai"]),
        ("<meta name='writethru' content='noarchive, noai'>", ["meta robots noai", "meta robots noarchive"]),
        ("<meta name='googlebot' content='noarchive'>", []),
        ("<!-- <meta name='robots' content='noarchive'> -->", []),
        ("<meta name='description' content='a noarchive page'>", []),
        ("<meta name='tdm-reservation' content='1'>", ["meta tdm-reservation"]),
        ("<meta name='tdm-reservation' content='0'>", []),
        ("<meta name=robots content='no&#97;rchive'>", ["meta robots noarchive"]),
    ],
)
def test_meta_elements_are_read(meta: str, found: list[str]) -> None:
    """In either order of attributes, quoted or not; not in comments, not for others."""
    assert list(said(URL, AGENT, NONE, [], page("<meta charset=utf-8>", meta))) == found


def test_what_stands_in_the_body_is_no_wish() -> None:
    """A page about robots tags quotes them in its text."""
    body = page() + b"<p>Write <meta name='robots' content='noarchive'> in the head.</p>"
    assert said(URL, AGENT, NONE, [], body) == ()


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([{"location": "/", "tdm-reservation": 1}], True),
        ([{"location": "/politics/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], False),
        ([{"location": "/", "tdm-reservation": 1}, {"location": "/politics/", "tdm-reservation": 0}], True),
        ([{"location": "/sport/*", "tdm-reservation": 1}], None),
        ([{"location": "/*?page=", "tdm-reservation": 1}], True),
        ([{"location": "/politics/a$", "tdm-reservation": 1}], None),
        ([{"location": "/", "tdm-reservation": "1"}], True),
        ([{"location": "/"}, "x", {"tdm-reservation": 1}, {"location": 7, "tdm-reservation": 1}], None),
        ({"location": "/", "tdm-reservation": 1}, True),
    ],
)
def test_the_first_rule_of_tdmrep_json_that_fits_counts(rules: object, *, found: bool | None) -> None:
    """As its report says: the most specific match is the first in sequence."""
    assert reservations(json.dumps(rules).encode()).of(URL) is found


@pytest.mark.parametrize(
    "payload", [b"", b"<html>", b"[1,", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 9_000, b"null"]
)
def test_what_is_no_tdmrep_json_has_no_rules(payload: bytes) -> None:
    """A site that answers with anything else does not speak the protocol."""
    assert reservations(payload) == NONE


@pytest.mark.parametrize(
    ("file", "header", "meta", "found"),
    [
        (1, None, None, ["tdmrep.json"]),
        (1, 0, None, []),
        (0, 1, None, ["header tdm-reservation"]),
        (0, 1, 0, []),
        (None, 0, 1, ["meta tdm-reservation"]),
        (None, None, None, []),
    ],
)
def test_the_page_goes_before_the_header_and_that_before_the_file(
    file: int | None, header: int | None, meta: int | None, found: list[str]
) -> None:
    """TDMRep, processing priority: later words supersede, also where they take a reservation back."""
    known = NONE if file is None else Reservations((("/", bool(file)),))
    headers = [] if header is None else [("TDM-Reservation", str(header))]
    body = page() if meta is None else page(f"<meta name=tdm-reservation content={meta}>")
    assert list(said(URL, AGENT, known, headers, body)) == found


@pytest.mark.parametrize("piece", [b"<!--", b"<meta ", b"<meta name=", b"<", b"a=", b'<meta a="'])
def test_a_hostile_head_costs_nothing(piece: bytes) -> None:
    """Comments and elements that never end, thousands of them."""
    started = time.process_time()
    said(URL, AGENT, NONE, [], piece * (2_000_000 // len(piece)))
    assert time.process_time() - started < 2


@given(st.text(max_size=200), st.binary(max_size=300), st.binary(max_size=100))
def test_nothing_breaks_the_reader(header: str, body: bytes, file: bytes) -> None:
    """Whatever a server sends gives an answer."""
    assert isinstance(said(URL, AGENT, reservations(file), [("x-robots-tag", header)], body), tuple)
