"""Pages read in processes that can be ended, as commands and flows do it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.material import hostile_pages as hostile
from pipeline import run
from pipeline.core.extract import body
from pipeline.io import archive, known
from pipeline.io.store import open_store
from pipeline.io.workers import Limits
from pipeline.settings import Settings
from pipeline.steps.raw import Raw
from pipeline.steps.reading import Readers, read_all
from tests.reading.never_ends import reads_or_never_ends
from tests.steps.conftest import NOW, Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HASTY = Readers(Limits(seconds=1.0), 1, reads_or_never_ends)
HERE = Readers(most=0)
SENTENCE = "Паром на остров Серый снова пойдёт в понедельник, сообщило управление порта."
TEXT = "".join(f"<p>{SENTENCE} Рейс номер {n}.</p>" for n in range(6))
PAROM = f"<html><body><article><h1>Паром</h1>{TEXT}</article></body></html>".encode("cp1251")


def write(folder: Path, pages: dict[str, bytes]) -> Path:
    """Pages and the manifest that names them, each with an address of its own. -> the manifest."""
    lines = []
    for name, payload in pages.items():
        (folder / name).write_bytes(payload)
        lines.append(
            json.dumps({"path": name, "url": f"https://harbour.example/{name}", "outlet": "CityNews"})
        )
    manifest = folder / "pages.jsonl"
    manifest.write_text("\n".join(lines))
    return manifest


def other(word: str) -> bytes:
    """A page about something else."""
    return hostile.page().replace("ferry", word).encode()


def test_a_page_that_takes_too_long_is_given_up_and_the_batch_goes_on(tmp_path: Path) -> None:
    """One disposition each; the finding says what, where, what to do; the payload is kept."""
    desk = Desk(tmp_path / "var", readers=HASTY)
    pages = {
        "1.html": other("ferry"),
        "2.html": hostile.page(after="<!-- for ever -->").encode(),
        "3.html": other("tram"),
    }
    done = desk.take(write(tmp_path, pages))
    assert done.ledger.dispositions == {"new-article": 2, "not-article": 1}
    [finding] = desk.ask("select subject, severity, message from findings where code = 'extract-killed'")
    assert (finding["subject"], finding["severity"]) == ("https://harbour.example/2.html", "error")
    assert "took longer than 1 s and was ended" in finding["message"]
    assert "WRITETHRU_PAGE_SECONDS" in finding["message"]
    [kept] = desk.ask("select quality, reason from captures where quality <> 'article'")
    assert kept == {"quality": "empty", "reason": "reading it took longer than 1 s"}
    [payload] = desk.ask("select payload_sha from captures where quality <> 'article'")
    assert archive.get(desk.data_dir, payload["payload_sha"]) == pages["2.html"]


def test_what_processes_read_is_what_is_read_without_them() -> None:
    """The same captures, in the order of their payloads."""
    pages = [
        Raw(other(word), "html", word, url=f"https://citynews.ca/{word}") for word in ("ferry", "tram", "bus")
    ]
    record = Raw(
        b"The ferry sails.\n\nIt came back.", "record", "1.jsonl:1", outlet="CityNews", headline="Ferry"
    )
    items = [(raw, NOW) for raw in (*pages, record)]
    read = read_all(items, known.load(), HASTY)
    assert read == read_all(items, known.load(), HERE)
    assert [one.origin for one in read] == ["ferry", "tram", "bus", "1.jsonl:1"]


def test_a_page_that_only_its_server_told_the_charset_of_is_read_again_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer extractor makes no version of it, and `reprocess` reads what was read."""
    desk = Desk(tmp_path / "var", readers=HERE)
    with monkeypatch.context() as former:
        read = body.paragraphs
        former.setattr(body, "VERSION", "0")
        former.setattr(body, "paragraphs", lambda page, url: (*read(page, url), "Сейчас читают в порту все."))
        take_answer(desk, tmp_path, PAROM, 0)
    take_answer(desk, tmp_path, PAROM, 1)
    [version] = desk.ask("select body, last_seen_at from versions")
    assert version["body"].startswith(SENTENCE)
    assert version["last_seen_at"] == NOW + timedelta(hours=1)
    again = run.reprocess(desk.data_dir, known.load(), NOW, readers=HERE)
    assert again.by_field == {"body": 2}, (
        "the former extractor's line; in another charset the headline would differ"
    )


def take_answer(desk: Desk, folder: Path, page: bytes, hours: int) -> None:
    """Take in a page as a server gave it, its charset told in the header only."""
    at = (NOW + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n" + page
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://citynews.ca/parom\r\nWARC-Date: {at}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000000{hours}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    file = folder / f"{hours}.warc"
    file.write_bytes(head.encode() + http + b"\r\n\r\n")
    desk.take(file)


def test_settings_say_who_reads() -> None:
    """And what a page may take."""
    told = {"WRITETHRU_READERS": "0", "WRITETHRU_PAGE_SECONDS": "2.5", "WRITETHRU_PAGE_MEGABYTES": "900"}
    assert Readers.of(Settings.from_env(None, told)) == Readers(Limits(2.5, 900), 0)
    assert Readers.of(Settings.from_env(None, {})) == Readers(Limits(5.0, 600), None)


def test_an_older_store_is_told_the_charsets_that_servers_told(tmp_path: Path) -> None:
    """The requests of its polls have them; a file that was imported has told none."""
    desk = Desk(tmp_path / "var", readers=HERE)
    (tmp_path / "page.html").write_bytes(other("tram"))
    desk.take(tmp_path / "page.html", outlet="CityNews", url="https://citynews.ca/tram", captured_at=NOW)
    desk.take(write(tmp_path, {"2.html": other("bus")}))
    with open_store(desk.data_dir, NOW) as store:
        row = {"fetch_key": 1, "run_key": 1, "kind": "page", "fetched_at": NOW, "outcome": "ok"}
        told = {"content_type": 'text/html; Charset="Windows-1252" ; x=y', "url": "https://citynews.ca/tram"}
        sha = archive.digest(other("tram"))
        store.insert("facts.request", [{**row, **told, "payload_sha": sha}])
        store._connection.execute(
            "update facts.capture set origin = 'https://citynews.ca/tram' where captured_at is not null"
        )
        store._connection.execute("alter table facts.capture drop column charset")
        store._connection.execute("delete from migration where number = 25")
    with open_store(desk.data_dir, NOW) as store:
        found = store.rows("keep_captures", sha="", key=0, top=9)
    assert {row["payload_sha"] == sha: row["charset"] for row in found} == {True: "windows-1252", False: None}
