"""A data directory of its own for each test, and ways to take files in and to ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import run
from pipeline.io import known
from pipeline.io.store import fetch, open_snapshot
from pipeline.steps.inputs import Told

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


class Desk:
    """A data directory with the two things a test does: take files in, and ask."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._world = known.load()

    def take(self, *paths: Path, now: datetime = NOW, **told: Any) -> run.Imported:
        """Import files as `writethru import` does."""
        return run.import_paths(self.data_dir, paths, Told(**told), self._world, now)

    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Query the published snapshot."""
        with open_snapshot(self.data_dir) as connection:
            return fetch(connection, sql, parameters)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk of its own for each test."""
    return Desk(tmp_path / "var")
