"""Taking everything out: files for others, in a folder that is nobody else's."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, get_args

import duckdb
import pytest

from pipeline import run
from pipeline.cli.keep import ExportFormat
from pipeline.core.wire.read import read
from pipeline.errors import BadInput, NotFound
from pipeline.io.store import open_snapshot
from pipeline.steps.exporting import NINJS_FILE, Format, ninjs
from pipeline.steps.exporting_folder import MARK, open_folder
from tests.steps.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk

PROMISED = {
    "articles",
    "versions",
    "stories",
    "writethrus",
    "story_timeline",
    "changes",
    "version_pairs",
    "stale_copies",
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of an exported file, as any other program would read them."""
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            cursor = connection.execute("from read_parquet($path)", {"path": str(path)})
            names = [c[0] for c in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("format_", ["parquet", "jsonl", "csv"])
def test_every_public_view_becomes_a_file(desk: Desk, tmp_path: Path, format_: Format) -> None:
    """One file a view, with the view's rows in it."""
    files = run.export(desk.data_dir, tmp_path / "out", format_, NOW)
    assert {f"{name}.{format_}" for name in PROMISED} <= {f.path.name for f in files}
    for name in ("versions", "changes", "stories"):
        found = rows_of(tmp_path / "out" / f"{name}.{format_}")
        assert len(found) == desk.ask(f"select count(*) as n from {name}")[0]["n"]
    bodies = {r["body"] for r in rows_of(tmp_path / "out" / f"versions.{format_}")}
    assert bodies == {r["body"] for r in desk.ask("select body from versions")}
    assert {f.path.name: f.rows for f in files}[f"stories.{format_}"] == 2


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_instants_are_written_with_their_offset(desk: Desk, tmp_path: Path, format_: Format) -> None:
    """ISO 8601 in UTC, whatever the zone of the machine."""
    run.export(desk.data_dir, tmp_path / "out", format_, NOW)
    times = {r["event_at"] for r in rows_of(tmp_path / "out" / f"story_timeline.{format_}")}
    assert "2031-03-04T09:30:00.000000Z" in times


def test_ninjs_has_an_object_a_version_that_our_own_reader_reads(desk: Desk, tmp_path: Path) -> None:
    """One line a version, a valid item each, in one file."""
    [file] = run.export(desk.data_dir, tmp_path / "out", "ninjs", NOW)
    assert file.path.name == NINJS_FILE
    lines = file.path.read_bytes().splitlines()
    versions = desk.ask("from versions order by article_id, number")
    assert file.rows == len(lines) == len(versions)
    for line, version in zip(lines, versions, strict=True):
        [item] = read(line, "f")
        assert "\n\n".join(item.paragraphs) == version["body"]
        assert (item.headline, item.version, item.kind) == (version["headline"], version["number"], "text")
        assert item.version_created
        assert item.version_created.instant == version["appeared_at"]


def test_what_is_not_known_is_no_property_of_an_item() -> None:
    """A ninjs item has no nulls, and text is no markup in it."""
    row: dict[str, Any] = dict.fromkeys(
        ("headline", "byline", "agency", "dateline", "language", "published_at", "updated_at", "appeared_at",
         "first_seen_at", "story_id", "writethru", "writethru_to", "wire_number", "corrections")
    )  # fmt: skip
    row |= {"version_id": "v1", "article_id": "a1", "outlet": "O", "url": "u", "number": 1, "words": 3}
    row |= {"body": "a < b & c\n\nd", "status": "live", "content_hash": "1:x"}
    item = ninjs(row)
    assert None not in item.values()
    assert item["bodies"][0]["value"] == "<p>a &lt; b &amp; c</p><p>d</p>"


def test_a_folder_of_others_is_not_written_to(desk: Desk, tmp_path: Path) -> None:
    """Files of others stay, unless one insists; then only equal names are replaced."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        run.export(desk.data_dir, out, "csv", NOW)
    assert [p.name for p in out.iterdir()] == ["thesis.txt"]
    run.export(desk.data_dir, out, "csv", NOW, force=True)
    assert (out / "thesis.txt").read_text() == "mine"


def test_an_export_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    """Into our own folder again: no stale file of the former format stays."""
    out = tmp_path / "out"
    run.export(desk.data_dir, out, "csv", NOW)
    (out / "notes.txt").write_text("mine")
    run.export(desk.data_dir, out, "ninjs", NOW)
    assert {p.name for p in out.iterdir()} == {NINJS_FILE, MARK, "notes.txt"}


@pytest.mark.parametrize("name", ["../victim", "/etc/hostname", "", 3, "sub/../../victim"])
def test_a_mark_that_was_changed_removes_nothing_elsewhere(tmp_path: Path, name: object) -> None:
    """Only files below the folder are ever removed."""
    victim, out = tmp_path / "victim", tmp_path / "out"
    victim.write_text("x")
    out.mkdir()
    (out / MARK).write_text(json.dumps({"made_by": "writethru", "files": [name]}))
    open_folder(out, force=False).close("export", NOW)
    assert victim.exists()


@pytest.mark.parametrize("mark", ["{", "[]", '{"made_by": "another"}'])
def test_a_mark_of_another_is_no_mark(tmp_path: Path, mark: str) -> None:
    """Some other program's writethru.json makes the folder no less foreign."""
    (tmp_path / MARK).write_text(mark)
    with pytest.raises(BadInput):
        open_folder(tmp_path, force=False)


def test_nothing_stored_is_said_and_leaves_no_folder(tmp_path: Path) -> None:
    """No empty folder is left behind."""
    with pytest.raises(NotFound, match="nothing is stored"):
        run.export(tmp_path / "var", tmp_path / "out", "csv", NOW)
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_folder(desk: Desk, tmp_path: Path) -> None:
    """One clear line instead of a traceback."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(BadInput, match="cannot be written to"):
        run.export(desk.data_dir, tmp_path / "out", "csv", NOW)


def test_only_an_export_reaches_files_and_only_its_folder(desk: Desk, tmp_path: Path) -> None:
    """A user's query cannot write or read files; the export's connection none outside its folder."""
    (tmp_path / "out").mkdir()
    elsewhere = f"copy (select 1) to '{tmp_path / 'elsewhere.csv'}'"
    with open_snapshot(desk.data_dir) as connection, pytest.raises(duckdb.Error):
        connection.execute(elsewhere)
    with open_snapshot(desk.data_dir, writes_to=tmp_path / "out") as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(elsewhere)
        with pytest.raises(duckdb.Error):
            connection.execute("from read_text('/etc/hostname')")
        with pytest.raises(duckdb.Error):
            connection.execute("set enable_external_access = true")
        connection.execute(f"copy (select 1) to '{tmp_path / 'out' / 'x.csv'}'")


def test_folders_with_quotes_in_their_names_are_folders(desk: Desk, tmp_path: Path) -> None:
    """A name is never part of a statement."""
    out = tmp_path / "it's; drop 'x'"
    run.export(desk.data_dir, out, "csv", NOW)
    assert (out / "versions.csv").exists()


def test_every_format_is_offered() -> None:
    """The command's formats are the use case's."""
    assert {f.value for f in ExportFormat} == set(get_args(Format))
