"""The raw archive: whatever came is found again by its digest, and standard tools read the files."""

from __future__ import annotations

import gzip
import zlib
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from pipeline.errors import NotFound, StoreError
from pipeline.io import archive, warc, warcfile
from pipeline.io.answer import Exchange
from pipeline.io.archive import Asked, Keeper
from pipeline.io.store import open_store
from tests.steps.conftest import lay_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

URL = "https://post.example/ferry"
NOW = datetime(2031, 3, 4, 12, 0, 0, 250, tzinfo=UTC)
PAGE = b"<html><body><p>The ferry ran aground.</p></body></html>" * 40


def exchange(url: str = URL, *received: tuple[str, str], status: int = 200) -> Exchange:
    """A request and the head of its answer, with a secret of each kind."""
    return Exchange(
        url,
        status,
        "OK" if status == 200 else "Found",
        "HTTP/2",
        (("Host", "post.example"), ("User-Agent", "tests"), ("Authorization", "Basic c2VjcmV0")),
        (("Content-Type", "text/html"), ("Set-Cookie", "session=s3cret"), *received),
        "203.0.113.7",
    )


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty store."""
    return lay_store(tmp_path / "var")


def tell(data_dir: Path, keeper: Keeper) -> None:
    """Tell the database where payloads lie, as a load does."""
    keeper.sync()
    with open_store(data_dir, NOW) as store:
        store.insert("facts.payload", keeper.fresh(), known="ignore")
        store.publish()


def keep(
    data_dir: Path, payloads: Iterable[bytes], *, is_settled: bool = True, limit: int = 10**9
) -> list[str]:
    """Keep answers as a run does, from its begin to its end."""
    keeper = Keeper(data_dir, NOW, limit)
    shas = [
        keeper.keep_answer([exchange()], p, NOW, Asked("page", "https://post.example/ferry"))
        for p in payloads
    ]
    tell(data_dir, keeper)
    keeper.close(is_settled=is_settled)
    return shas


def files(data_dir: Path) -> list[Path]:
    """The WARC files, open ones too."""
    return sorted((data_dir / "archive").glob("*.warc.gz*"))


def kinds(path: Path) -> list[str]:
    """The types of a file's records, as warcio reads them."""
    with path.open("rb") as file:
        return [record.rec_type for record in ArchiveIterator(file)]


@given(payloads=st.lists(st.binary(max_size=5_000), max_size=8))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_kept_comes_back(data_dir: Path, payloads: list[bytes]) -> None:
    """Any bytes, many or none, alike or not, in one run after the other; and warcio finds every digest right."""
    shas = keep(data_dir, payloads)
    assert [archive.get(data_dir, sha) for sha in shas] == payloads
    assert len(files(data_dir)) <= 1
    for path in files(data_dir):
        with pytest.raises(SystemExit) as ended, redirect_stdout(StringIO()) as said:
            warcio(["check", str(path)])
        assert (ended.value.code, said.getvalue()) == (0, "")


def test_an_answer_is_kept_as_it_was_given(data_dir: Path) -> None:
    """Status, headers, address and time stand in standard fields, the redirects that led there beside it."""
    hop = exchange("https://post.example/old", ("Location", "/ferry?token=abc"), status=302)
    last = exchange(
        "https://u:pw@post.example/ferry?key=abc&page=2", ("Content-Encoding", "br"), ("ETag", '"7"')
    )
    keeper = Keeper(data_dir, NOW)
    sha = keeper.keep_answer([hop, last], PAGE, NOW, Asked("page", "https://post.example/old"))
    keeper.close(is_settled=True)
    with files(data_dir)[0].open("rb") as file:
        info, answer, request, redirect, _ = (
            (r.rec_headers, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(file)
        )
    said, http, body = answer
    assert info[0].get_header("WARC-Filename") == keeper_name(data_dir)
    assert said.get_header("WARC-Target-URI") == "https://post.example/ferry?key=***&page=2"
    assert said.get_header("WARC-Date") == "2031-03-04T12:00:00.000250Z"
    assert said.get_header("WARC-IP-Address") == "203.0.113.7"
    assert said.get_header("WARC-Payload-Digest") == f"sha256:{sha}"
    assert (said.protocol, http.protocol, http.statusline, body) == ("WARC/1.1", "HTTP/1.1", "200 OK", PAGE)
    assert (http.get_header("x-orig-content-encoding"), http.get_header("etag")) == ("br", '"7"')
    assert http.get_header("content-length") == str(len(PAGE))
    assert request[0].get_header("WARC-Concurrent-To") == said.get_header("WARC-Record-ID")
    assert request[1].get_header("User-Agent") == "tests"
    assert redirect[1].get_header("Location") == "/ferry?token=***"


def keeper_name(data_dir: Path) -> str:
    """The name a file will have."""
    return files(data_dir)[0].name.removesuffix(".open")


def test_no_secret_is_kept(data_dir: Path) -> None:
    """Neither of addresses nor of cookies nor of request headers."""
    keeper = Keeper(data_dir, NOW)
    last = exchange(
        "https://u:pw4@post.example/f?apikey=abc99",
        ("Link", '<https://post.example/f?apikey=abc99>; rel="self"'),
        ("Location", "https://u:pw4@post.example/?token=abc99"),
    )
    keeper.keep_answer([last], PAGE, NOW)
    keeper.close(is_settled=True)
    text = gzip.decompress(files(data_dir)[0].read_bytes())
    assert not any(word in text for word in (b"abc99", b"pw4", b"s3cret", b"c2VjcmV0"))


def test_a_server_cannot_begin_a_header_of_its_own(data_dir: Path) -> None:
    """Line ends in what it says become spaces, wherever they stand."""
    keeper = Keeper(data_dir, NOW)
    asked = Asked("page", "https://post.example/ferry", "wire", "guid\r\nWARC-Type: metadata\r\n\r\nü %41")
    keeper.keep_answer([exchange(URL, ("X-Odd", "a\r\n\r\nWARC/1.1"))], PAGE, NOW, asked)
    keeper.close(is_settled=True)
    assert kinds(files(data_dir)[0]) == ["warcinfo", "response", "request"]
    [*_, found] = [
        warc.read_member(m.data)[0][0]
        for m in warcfile.members(files(data_dir)[0])
        if isinstance(m, warcfile.Member) and b"WARC-Type: response" in m.data
    ]
    assert found.asked == asked


def test_a_known_payload_is_written_once(data_dir: Path) -> None:
    """Later answers are revisit records that say where the first one is; in the same run and in the next."""
    sha, _ = keep(data_dir, [PAGE, PAGE])
    keep(data_dir, [PAGE])
    path = files(data_dir)[0]
    assert kinds(path) == ["warcinfo", "response", "request", *("revisit", "request") * 2]
    with path.open("rb") as file:
        [revisit, _] = (r.rec_headers for r in ArchiveIterator(file) if r.rec_type == "revisit")
    assert revisit.get_header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
    assert revisit.get_header("WARC-Refers-To-Target-URI") == "https://post.example/ferry"
    assert revisit.get_header("WARC-Refers-To-Date") == "2031-03-04T12:00:00.000250Z"
    assert archive.get(data_dir, sha) == PAGE


def test_a_known_file_costs_a_look(data_dir: Path) -> None:
    """What is imported again is not written again."""
    keeper = Keeper(data_dir, NOW)
    sha = keeper.keep_file(PAGE, NOW, None, "text/html")
    tell(data_dir, keeper)
    size = files(data_dir)[0].stat().st_size
    assert keeper.keep_file(PAGE, NOW) == sha
    keeper.close(is_settled=True)
    assert files(data_dir)[0].stat().st_size == size
    assert kinds(files(data_dir)[0]) == ["warcinfo", "resource"]


def test_two_runs_never_write_to_one_file(data_dir: Path) -> None:
    """The second begins a file of its own; when both have ended, one of them is gone on with."""
    one, two = Keeper(data_dir, NOW), Keeper(data_dir, NOW)
    one.keep_file(b"one", NOW)
    two.keep_file(b"two", NOW)
    assert len(files(data_dir)) == 2
    one.close(is_settled=True)
    two.close(is_settled=True)
    keep(data_dir, [PAGE])
    assert len(files(data_dir)) == 2


def test_files_are_completed_beyond_the_limit(data_dir: Path) -> None:
    """A complete file has lost its suffix, is never written to again, and its payloads are found as before."""
    first = keep(data_dir, [PAGE, PAGE + b"2"], limit=1_000)
    complete = [p for p in files(data_dir) if p.suffix == ".gz"]
    before = [p.read_bytes() for p in complete]
    assert complete
    keep(data_dir, [b"another"], limit=1_000)
    assert [p.read_bytes() for p in complete] == before
    assert archive.get(data_dir, first[0]) == PAGE


def test_a_file_that_is_not_settled_is_not_gone_on_with(data_dir: Path) -> None:
    """What a run left that did not end well is looked at first."""
    keep(data_dir, [PAGE], is_settled=False)
    keep(data_dir, [b"another"])
    assert len(files(data_dir)) == 2


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_torn_record_at_the_end_is_told_from_whole_ones(data_dir: Path, share: float) -> None:
    """Wherever the process was killed while it wrote."""
    keep(data_dir, [PAGE])
    whole = files(data_dir)[0].read_bytes()
    record = gzip.compress(b"WARC/1.1\r\n" + bytes(range(256)) * 9)
    torn = record[: max(1, int(len(record) * share))]
    files(data_dir)[0].write_bytes(whole + torn)
    *found, tail = warcfile.members(files(data_dir)[0])
    assert [m.length for m in found] == lengths(whole)
    assert tail == warcfile.Damage(len(whole), len(torn), is_tail=True)


def lengths(data: bytes) -> list[int]:
    """Those of the gzip members."""
    out = []
    while data:
        inflate = zlib.decompressobj(31)
        inflate.decompress(data)
        out.append(len(data) - len(inflate.unused_data))
        data = inflate.unused_data
    return out


def test_damage_within_a_file_hides_one_record_only(data_dir: Path) -> None:
    """What stands behind it is read as before, and the damaged payload is told, not given."""
    shas = keep(data_dir, [PAGE, b"second" * 50])
    place = archive.find(data_dir, shas)[shas[0]]
    data = bytearray(files(data_dir)[0].read_bytes())
    data[place.start + 20 : place.start + 60] = bytes(40)
    files(data_dir)[0].write_bytes(data)
    assert [m for m in warcfile.members(files(data_dir)[0]) if isinstance(m, warcfile.Damage)] == [
        warcfile.Damage(place.start, place.length, is_tail=False)
    ]
    assert archive.get(data_dir, shas[1]) == b"second" * 50
    with pytest.raises(StoreError, match="cannot be read"):
        archive.get(data_dir, shas[0])


def test_what_is_not_there_is_not_found(data_dir: Path) -> None:
    """And nothing outside the archive is, whatever is asked for; a lost file is named."""
    for name in (archive.digest(b"nothing"), "../../etc/passwd", ""):
        with pytest.raises(NotFound):
            archive.get(data_dir, name)
    [sha] = keep(data_dir, [PAGE])
    files(data_dir)[0].unlink()
    with pytest.raises(NotFound, match="is missing"):
        archive.get(data_dir, sha)


def test_files_under_their_digest_are_read_as_before(data_dir: Path) -> None:
    """As former versions kept payloads; a damaged one is recognised."""
    sha = archive.digest(PAGE)
    path = archive.legacy_path(data_dir, sha)
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(PAGE))
    assert archive.get(data_dir, sha) == PAGE
    for damage in (b"", b"no gzip", gzip.compress(b"another")):
        path.write_bytes(damage)
        with pytest.raises(StoreError, match=r"damaged|cannot be read"):
            archive.get(data_dir, sha)


def test_a_folder_that_cannot_be_written_is_one_clear_line(data_dir: Path) -> None:
    """Where, and why."""
    (data_dir / "archive").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match=r"archive: .*archive cannot be written \("):
        Keeper(data_dir, NOW + timedelta(1)).keep_file(PAGE, NOW)
