"""Pages out of WARC files: ours and other archives', with revisits, damage, and what is no page."""

from __future__ import annotations

import gzip
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk

TEXT = (
    "The ferry Osthaven ran aground on Monday morning with forty passengers aboard, and nobody was hurt in the fog.",
    "The harbour master said that the channel had been dredged in spring, and that the pilot knew it well enough.",
    "A tug from the naval yard pulled the ship free at noon, and the crossing was resumed before the evening.",
)
PAGE = (
    "<html><head><title>Ferry aground</title></head><body><article><h1>Ferry aground</h1>"
    + "".join(f"<p>{p}</p>" for p in TEXT)
    + "</article></body></html>"
).encode()
URL = "https://post.example/ferry"


class Writer:
    """Another archive's WARC file: warcio's own, with bodies as they came over the wire."""

    def __init__(self, *, packed: bool = True) -> None:
        self.out = BytesIO()
        self.warc = WARCWriter(self.out, gzip=packed, warc_version="1.0")

    def response(
        self,
        body: bytes,
        url: str = URL,
        at: str = "2031-03-04T10:00:00Z",
        media: str = "text/html",
        **more: str,
    ) -> str:
        """Write a response. -> its payload digest."""
        head = StatusAndHeaders("200 OK", [("Content-Type", media), *more.items()], protocol="HTTP/1.1")
        record = self.warc.create_warc_record(
            url, "response", BytesIO(body), len(body), http_headers=head, warc_headers_dict={"WARC-Date": at}
        )
        self.warc.write_record(record)
        return str(record.rec_headers.get_header("WARC-Payload-Digest"))

    def revisit(self, digest: str, at: str) -> None:
        """Write a revisit of the page."""
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = self.warc.create_revisit_record(
            URL, digest, URL, "2031-03-04T10:00:00Z", head, {"WARC-Date": at}
        )
        self.warc.write_record(record)

    def put(self, path: Path) -> Path:
        """Put it on the disk."""
        path.write_bytes(self.out.getvalue())
        return path


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_another_archive_are_captures_of_their_time(
    desk: Desk, tmp_path: Path, *, packed: bool
) -> None:
    """Compressed bodies are decoded; address, time and status are the record's; what is no page is passed over."""
    other = Writer(packed=packed)
    other.response(gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
    other.response(b"\x89PNG", "https://post.example/a.png", media="image/png")
    done = desk.take(other.put(tmp_path / ("a.warc.gz" if packed else "a.warc")))
    assert done.ledger.dispositions == {"new-article": 1}
    assert desk.ask("select url, first_seen_at::varchar as at, body from versions") == [
        {"url": URL, "at": "2031-03-04 10:00:00+00", "body": "\n\n".join(TEXT)}
    ]
    assert desk.ask("select severity from findings where code = 'input-passed'") == [{"severity": "info"}]


def test_a_revisit_is_a_capture_of_what_it_refers_to(desk: Desk, tmp_path: Path) -> None:
    """Wherever that stands: before it, behind it, in another file; else it is told which file is missing."""
    first, second = Writer(), Writer()
    digest = first.response(PAGE)
    second.revisit(digest, "2031-03-04T11:00:00Z")
    second.revisit(digest, "2031-03-04T12:00:00Z")
    second.revisit("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "2031-03-04T13:00:00Z")
    done = desk.take(second.put(tmp_path / "1.warc.gz"), first.put(tmp_path / "2.warc.gz"))
    assert done.ledger.dispositions == {"new-article": 1, "refused": 1, "unchanged": 2}
    assert "name the WARC file that holds it" in done.refused[0].message
    assert desk.ask("select count(*) as n from captures") == [{"n": 3}]
    assert desk.ask("select versions, last_seen_at::varchar as at from articles") == [
        {"versions": 1, "at": "2031-03-04 12:00:00+00"}
    ]


def test_damage_is_told_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    """A record that breaks off, and one whose bytes are not those of its digest."""
    one = Writer(packed=False)
    one.response(PAGE)
    data = one.out.getvalue()
    two = Writer(packed=False)
    two.response(PAGE, "https://post.example/second")
    whole = two.out.getvalue()
    (tmp_path / "d.warc").write_bytes(data.replace(b"forty", b"fifty") + whole + data[: len(data) // 2])
    done = desk.take(tmp_path / "d.warc")
    assert done.ledger.dispositions == {"new-article": 1, "refused": 2}
    assert ["digest" in r.message or "cut short" in r.message for r in done.refused] == [True, True]


def test_what_is_no_warc_is_one_clear_line(desk: Desk, tmp_path: Path) -> None:
    """Whatever its name says."""
    (tmp_path / "x.warc.gz").write_bytes(b"no such thing")
    (tmp_path / "y.warc.gz").write_bytes(gzip.compress(b"<html>" * 99))
    done = desk.take(tmp_path / "x.warc.gz", tmp_path / "y.warc.gz", tmp_path / "z.warc.gz")
    assert [r.message.partition(": ")[2][:36] for r in done.refused] == [
        "cannot be read as WARC from here on "
    ] * 3


def test_our_own_archive_comes_back_as_it_was_kept(desk: Desk, tmp_path: Path) -> None:
    """Imported anew elsewhere, its pages make the same articles and versions."""
    one = Writer()
    one.response(PAGE)
    desk.take(one.put(tmp_path / "a.warc.gz"))
    [ours] = (desk.data_dir / "archive").glob("*.warc.gz.open")
    there = type(desk)(tmp_path / "other")
    there.take(ours)
    views = ("articles", "versions")
    assert there.all_rows(views) == desk.all_rows(views)
