"""Damaged, foreign and hostile files give one clear line; odd stamps never a wrong instant."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.wire import wire
from pipeline.core.wire.claims import claim
from pipeline.core.wire.markup import html, plain
from pipeline.core.wire.read import read
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

BOMB = b'<!DOCTYPE nitf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nitf><body>&b;</body></nitf>'
OUTSIDE = b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]><nitf><body>&x;</body></nitf>'
NITF = (
    b"<nitf><head><docdata><doc-id id-string='n1'/></docdata></head>"
    b"<body><body.content><p>%s</p></body.content></body></nitf>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not a wire file"),
        (b"\x89PNG\r\n", "not a wire file"),
        (b"Subject: mail\n\nbody", "not a wire file"),
        (b"<rss><channel/></rss>", "root 'rss'"),
        (b"<nitf><head>", "not well-formed"),
        (BOMB, "declares entities"),
        (OUTSIDE, "declares entities"),
        (BOMB.decode().encode("utf-16"), "declares entities"),
        (b"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'/>", "no news item"),
        (b'{"a": ', "not valid JSON"),
        (b"{}", "without a news item"),
        (b'{"$schema": "x", "uri": "u", "properties": {}}', "without a news item"),
        (b"[" * 4000 + b"]" * 4000, "JSON"),
        (b"\x16\x16\x01W1\x1fasian\nr a\x13\x11 BC-X", "cut off"),
        (b"<" + b"a" * (33 * 1024 * 1024), "more than a wire file has"),
        (b"<d>" * 5000 + b"</d>" * 5000, "not well-formed"),
    ],
    ids=range(16),
)
def test_what_is_no_wire_file_is_refused_in_one_line(body: bytes, reason: str) -> None:
    """The message names the file and says what is wrong with it."""
    with pytest.raises(BadInput) as caught:
        read(body, "in.bin")
    assert str(caught.value).startswith("in.bin: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"<nitf>", b"\x01", b"\x16\x16\x01", b"{", b"<NewsML>"])
)
def test_any_bytes_are_read_or_refused(body: bytes, start: bytes) -> None:
    """Nothing but `BadInput` ever comes out."""
    with suppress(BadInput):
        assert read(start + body, "f")


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["uri", "type", "headline", "headlines", "bodies", "value", "role", "items", "version", "signal",
                     "versioncreated", "body_html", "name", "byline"]), inner), max_leaves=12))  # fmt: skip
def test_any_json_is_read_or_refused(data: object) -> None:
    """Values of every type may stand under every key."""
    with suppress(BadInput):
        assert read(json.dumps([data, {"uri": "u"}]).encode(), "f")


@pytest.mark.parametrize(
    ("raw", "instant", "precision", "day"),
    [
        ("2031-03-04T10:05:00+01:00", datetime(2031, 3, 4, 9, 5, tzinfo=UTC), "second", date(2031, 3, 4)),
        ("20310304T100500+0100", datetime(2031, 3, 4, 9, 5, tzinfo=UTC), "second", date(2031, 3, 4)),
        ("2031-03-04T09:05:00.123Z", datetime(2031, 3, 4, 9, 5, tzinfo=UTC), "second", date(2031, 3, 4)),
        ("2031-03-04 09:05 -0330", datetime(2031, 3, 4, 12, 35, tzinfo=UTC), "minute", date(2031, 3, 4)),
        ("20310304", None, "day", date(2031, 3, 4)),
        ("2031-03-04T09:05:00", None, "second", date(2031, 3, 4)),
        ("2031-02-30T09:05:00Z", None, "day", None),
        ("2031-03-04T09:05:00+99:00", None, "day", None),
        ("yesterday", None, "day", None),
    ],
)
def test_a_stamp_gives_an_instant_only_if_it_names_its_zone(
    raw: str, instant: datetime | None, precision: str, day: date | None
) -> None:
    """Raw text is always kept; no zone, no instant."""
    found = claim(raw)
    assert found is not None
    assert (found.raw, found.instant, found.precision, found.local_day) == (raw, instant, precision, day)
    assert found.source == "wire"


@pytest.mark.parametrize("raw", [None, "", "  ", "0001-01-01T00:00:00", 7])
def test_no_stamp_is_no_claim(raw: object) -> None:
    """Placeholders are not times."""
    assert claim(raw) is None


@given(st.text(alphabet="0123456789-:+TZ. ", max_size=40))
def test_any_stamp_is_read_or_kept_raw(raw: str) -> None:
    """No stamp raises."""
    found = claim(raw)
    assert found is None or found.instant is None or found.instant.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("one\n\ntwo\nthree", ("one", "two three")),
        ("   one\nmore\n   two", ("one more", "two")),
        (f"{'long ' * 30}\nshort", (("long " * 30).strip(), "short")),
        ("short\nlines", ("short lines",)),
        ("", ()),
    ],
)
def test_plain_text_is_cut_where_its_writer_cut_it(text: str, paragraphs: tuple[str, ...]) -> None:
    """At blank lines and indents, else at the ends of long lines."""
    assert plain(text) == paragraphs


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("<p>a</p>b<br><br>c<br>d", ("a", "b", "c d")),
        ("<div><p>a <i>b</i></p><style>x</style><ul><li>c</li></ul></div>", ("a b", "c")),
        ("<p>a<script>alert(1)</script></p><figure>f<figcaption>g</figcaption></figure>tail", ("a", "tail")),
        ("<pre>   one\nmore\n\n   two</pre>", ("one more", "two")),
        ("<p>Fish &amp; chips</p>", ("Fish & chips",)),
        ("<!-- c --><p>\0a</p>", ("a",)),
        ("<" * 50, ("<" * 50,)),
    ],
)
def test_markup_is_cut_at_its_blocks(text: str, paragraphs: tuple[str, ...]) -> None:
    """Scripts, styles and captions are no text."""
    assert html(text) == paragraphs


def test_the_command_goes_on_after_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line on stdout, one line on stderr for each bad file, exit code 1."""
    (tmp_path / "a.xml").write_bytes(NITF % b"A \x1b[31mtext")  # no such sign in XML
    (tmp_path / "b.xml").write_bytes(NITF % b"Text.")
    code = wire.main([str(tmp_path), str(tmp_path / "missing.xml")], standalone_mode=False)
    out, err = capsys.readouterr()
    [record] = [json.loads(x) for x in out.splitlines()]
    assert code == 1
    assert (record["guid"], record["paragraphs"], record["format"]) == ("n1", ["Text."], "nitf")
    assert {
        "path",
        "first_created",
        "first_created_raw",
        "version_created_precision",
        "findings",
    } <= record.keys()
    assert ["a.xml" in err.splitlines()[0], "missing.xml" in err.splitlines()[1]] == [True, True]
    assert len(err.splitlines()) == 2


def test_good_files_end_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing refused, no error code."""
    (tmp_path / "b.xml").write_bytes(NITF % b"Text.")
    wire.main([str(tmp_path / "b.xml")], standalone_mode=False)
    assert capsys.readouterr().err == ""
