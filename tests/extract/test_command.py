"""The extract command."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.extract import extract

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
TEXT = b"""Bridge to close for repairs on Monday morning

By Mira Vance, The Canadian Press

Posted February 9, 2026 4:15 am.

PORT ELLERY \xe2\x80\x94 The oldest bridge in town will close to cars next week while engineers repair its beams.

Buses will take the inland road, which is twelve kilometres longer than the way over the bridge.
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a fresh data dir."""
    monkeypatch.setenv("WRITETHRU_DATA_DIR", str(tmp_path / "var"))
    return lambda *args: CliRunner().invoke(extract, [str(a) for a in args])


def test_gzipped_text_is_read_in_the_zone_given(run: Run, tmp_path: Path) -> None:
    """One JSON object on one line."""
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT))
    result = run(path, "--timezone", "America/Toronto")
    assert result.exit_code == 0, result.output
    row = json.loads(result.stdout)
    assert (row["published_at"], row["published_precision"]) == ("2026-02-09T04:15:00-05:00", "minute")
    assert (row["agency"], row["byline"], row["dateline"]) == (
        "The Canadian Press",
        "Mira Vance",
        "PORT ELLERY",
    )
    assert len(row["paragraphs"]) == 2


def test_a_bad_input_is_one_line_and_the_rest_go_on(run: Run, tmp_path: Path) -> None:
    """Missing, binary and empty files are told on stderr; the good file is still read; exit 1."""
    good, binary, empty = tmp_path / "a.txt", tmp_path / "b.png", tmp_path / "c.txt"
    good.write_bytes(TEXT)
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    empty.write_bytes(b"")
    result = run(tmp_path / "none.txt", binary, good, empty)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert len(result.stderr.splitlines()) == 3


def test_a_manifest_carries_url_zone_and_capture_time(run: Run, tmp_path: Path) -> None:
    """Paths are read relative to the manifest; a broken line is told with its number."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    manifest = tmp_path / "m.jsonl"
    row = {"id": "x", "path": "a.txt", "url": "https://coast.example/1", "timezone": "America/Halifax"}
    manifest.write_text(json.dumps(row) + "\n{broken\n", encoding="utf-8")
    result = run("--manifest", manifest)
    assert result.exit_code == 1
    got = json.loads(result.stdout)
    assert (got["id"], got["published_at"]) == ("x", "2026-02-09T04:15:00-04:00")
    assert ":2:" in result.stderr


def test_the_outlets_zone_comes_from_the_url(run: Run, tmp_path: Path) -> None:
    """A known domain's zone is used where none is given."""
    (tmp_path / "outlets.toml").write_text("", encoding="utf-8")
    var = tmp_path / "var"
    var.mkdir()
    (var / "outlets.toml").write_text(
        '[[outlet]]\nname = "Coast News"\ndomains = ["coast.example"]\ntimezone = "America/St_Johns"\n',
        encoding="utf-8",
    )
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    result = run(path, "--url", "https://www.coast.example/news/1")
    assert json.loads(result.stdout)["published_at"] == "2026-02-09T04:15:00-03:30"


def test_html_is_told_from_text_by_its_content(run: Run, tmp_path: Path) -> None:
    """Whatever the file is called."""
    path = tmp_path / "page.txt"
    path.write_bytes(
        b"<html><body><article><h1>Bridge</h1><p>" + TEXT.split(b"\n\n")[-1] + b"</p></article></body></html>"
    )
    assert json.loads(run(path).stdout)["extractor"]["name"] == "writethru"
