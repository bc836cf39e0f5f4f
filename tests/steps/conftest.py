"""A data directory of its own for each test, and ways to take files in and to ask."""

from __future__ import annotations

import atexit
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import run
from pipeline.io import known
from pipeline.io.store import fetch, open_snapshot, open_store
from pipeline.steps.inputs import Told
from pipeline.steps.reading import READERS, Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
Rows = list[dict[str, Any]]
_world = cache(known.load)


@cache
def _empty() -> Path:
    """An empty store, made and migrated as every first one is, once a process."""
    data_dir = Path(mkdtemp(prefix="writethru-empty-"))
    atexit.register(shutil.rmtree, data_dir, ignore_errors=True)
    with open_store(data_dir, NOW):
        return data_dir


def lay_store(data_dir: Path) -> Path:
    """Lay an empty store there: a copy costs a tenth of the migrations, which tests/store is about. -> where."""
    return shutil.copytree(_empty(), data_dir, dirs_exist_ok=True)


class Desk:
    """A data directory with the two things a test does: take files in, and ask.

    It begins with an empty store, or with all that another desk has: what many tests begin with is taken in once.
    """

    def __init__(self, data_dir: Path, like: Desk | None = None, readers: Readers = READERS) -> None:
        self.data_dir = data_dir
        self.readers = readers
        if like:
            shutil.copytree(like.data_dir, data_dir)
        elif not data_dir.exists():
            lay_store(data_dir)

    def take(self, *paths: Path, now: datetime = NOW, **told: Any) -> run.Imported:
        """Import files as `writethru import` does."""
        return run.import_paths(self.data_dir, paths, Told(**told), _world(), now, readers=self.readers)

    @contextmanager
    def open(self) -> Iterator[Callable[..., Rows]]:
        """Ask several things of one published snapshot: opening it costs more than most answers."""
        with open_snapshot(self.data_dir) as connection:
            yield lambda sql, **parameters: fetch(connection, sql, parameters)

    def ask(self, sql: str, **parameters: Any) -> Rows:
        """Query the published snapshot."""
        with self.open() as ask:
            return ask(sql, **parameters)

    def ask_all(self, queries: Mapping[str, str]) -> dict[str, Rows]:
        """Name → rows, in an order of their own: what is shown, to be compared."""
        with self.open() as ask:
            return {name: ask(f"select * from ({sql}) order by all") for name, sql in queries.items()}

    def all_rows(self, views: Iterable[str]) -> dict[str, Rows]:
        """View → all its rows."""
        return self.ask_all({view: f"from {view}" for view in views})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk of its own for each test."""
    return Desk(tmp_path / "var")
