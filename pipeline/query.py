"""A small pandas surface over the published snapshot, for notebooks.

>>> from pipeline import query
>>> wire = query.open("data/var")
>>> wire.timeline("s…")          # one row an event
>>> wire.compare("v…", "v…")     # one row a paragraph
>>> wire.stale()                 # who is behind
>>> wire.sql("from versions")    # anything

Each gives a `pandas.DataFrame`; instants are aware, in UTC. Reading never waits for the writer, and what is read
stands still until `reload()`.
"""

from __future__ import annotations

import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pipeline.io.store import open_snapshot
from pipeline.steps import look

if TYPE_CHECKING:
    import os

    import pandas as pd


class Snapshot:
    """The snapshot as it was when it was opened; use it as a context manager, or `close()` it."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(open_snapshot(data_dir))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._stack.close()

    def reload(self) -> None:
        """See what was published since."""
        self.close()
        self._connection = self._stack.enter_context(open_snapshot(self._data_dir))

    def sql(self, query: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        """The rows of a query (read-only; `$name` parameters) with aware UTC times."""
        cursor = (
            self._connection.execute(query, parameters) if parameters else self._connection.execute(query)
        )
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # what DuckDB asks of pandas is DuckDB's business
            frame = cursor.df()
        return _utc(frame)

    def timeline(self, story: str) -> pd.DataFrame:
        """The events of a story, named by its id (former ids too), an address, an article or a version.

        Raises:
            NotFound: there is no such story.
        """
        story_id = look.story_id(self._connection, story)
        return self.sql("from story_timeline where story_id = $story_id", {"story_id": story_id})

    def compare(self, a: str, b: str) -> pd.DataFrame:
        """Any two versions in full, earlier to later: one row a paragraph, columns as in the view `changes`.

        Raises:
            NotFound: there is no such version.
        """
        import pandas as pd

        page = look.diff(self._data_dir, a, b)
        rows = [
            {
                "from_version": page.older.version_id,
                "to_version": page.newer.version_id,
                "relation": page.relation,
                "from_position": c.from_position,
                "to_position": c.to_position,
                "op": c.op,
                "class": c.kind or None,
                "old_text": c.old_text,
                "new_text": c.new_text,
                "similarity": c.similarity,
                "weight": c.weight,
                "also": list(c.also),
                "part_of": c.part_of,
            }
            for c in page.comparison.changes
        ]
        return pd.DataFrame(rows).astype(dict.fromkeys(("from_position", "to_position", "part_of"), "Int64"))

    def stale(self) -> pd.DataFrame:
        """Copies that are behind, as in the view `stale_copies`; only those with state `confirmed` are stale."""
        return self.sql("from stale_copies order by state = 'confirmed' desc, behind_since, outlet")


def open(data_dir: str | os.PathLike[str] = "data/var") -> Snapshot:  # noqa: A001 - query.open reads as it should
    """Open the published snapshot of a data directory.

    Raises:
        NotFound: nothing was published there yet.
    """
    return Snapshot(Path(data_dir))


def _utc(frame: pd.DataFrame) -> pd.DataFrame:
    """DuckDB names the zone by its own setting; everything here is UTC."""
    aware = frame.select_dtypes(include=["datetimetz"]).columns
    return frame.assign(**{name: frame[name].dt.tz_convert("UTC") for name in aware})
