"""The demo empties its own folder, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.cli.demo_day import MARK, PREFECT, prepare
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demo_refuses_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    """Somebody's database is never emptied for a demo."""
    (tmp_path / "writethru.duckdb").write_bytes(b"precious")
    with pytest.raises(BadInput, match="not the demo's"):
        prepare(tmp_path)
    assert (tmp_path / "writethru.duckdb").read_bytes() == b"precious"


def test_the_demo_starts_afresh_in_its_own_folder(tmp_path: Path) -> None:
    """The day before is gone; Prefect's database stays, since making it takes long."""
    folder = tmp_path / "demo"
    prepare(folder)
    for name in ("archive/ab", PREFECT):
        (folder / name).mkdir(parents=True)
    (folder / "writethru.duckdb").write_bytes(b"yesterday")
    prepare(folder)
    assert {path.name for path in folder.iterdir()} == {
        MARK, PREFECT, "outlets.toml", "agencies.toml", "feeds.toml",
    }  # fmt: skip
