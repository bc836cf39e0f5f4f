"""Where payloads lie in the archive: the index in the database, which can be read out of the WARC files again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import duckdb
import numpy as np

from pipeline.errors import NotFound, StoreError
from pipeline.io.store import SNAPSHOT, fetch, named_query, open_snapshot, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

_SHA = re.compile(r"[0-9a-f]{64}")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a payload lies: in which file, from which byte, how many bytes; and what its record is called."""

    file: str
    start: int
    length: int
    uri: str
    at: datetime


def payload_key(sha: str) -> int:
    """The key of a payload's row: the first 63 bits of the digest.

    Raises:
        NotFound: it is no digest.
    """
    if not _SHA.fullmatch(sha):
        raise NotFound(f"archive: {sha[:80]!r} is no digest of a payload")
    return int(sha[:16], 16) >> 1


def payload_row(sha: str, place: Place, size: int) -> Row:
    """The row of `facts.payload`; ``size`` is the payload's, in bytes."""
    return {
        "payload_key": payload_key(sha),
        "payload_sha": sha,
        "file": place.file,
        "start": place.start,
        "length": place.length,
        "bytes": size,
        "uri": place.uri,
        "dated_at": place.at,
    }


def is_among(keys: NDArray[np.int64], sha: str) -> bool:
    """Whether a payload is among those of `LookUp.keys`."""
    key = payload_key(sha)
    place = int(np.searchsorted(keys, key))
    return place < len(keys) and int(keys[place]) == key


def find(data_dir: Path, shas: Iterable[str]) -> dict[str, Place]:
    """Where payloads lie, as far as is published; those of former versions' files are not among them.

    Raises:
        NotFound: one is no digest.
    """
    keys = sorted({payload_key(sha) for sha in shas})
    try:
        with open_snapshot(data_dir) as connection:
            return _places(connection, keys)
    except (NotFound, duckdb.CatalogException):  # nothing, or by a version that had no index
        return {}


class LookUp:
    """The index as it was published when this was made, open for many questions at a millisecond each.

    It is an instance of its own: whoever opens the snapshot meanwhile gets what is published then. Not to be used
    from two threads at once.
    """

    def __init__(self, data_dir: Path) -> None:
        path = data_dir / SNAPSHOT
        self._connection = duckdb.connect() if path.exists() else None
        if self._connection:
            try:
                self._connection.execute(
                    f"set timezone = 'UTC'; set threads = 1; attach '{quoted(path)}' as published (read_only); "
                    "use published; set enable_external_access = false"
                )
            except duckdb.Error as error:
                self._connection.close()
                raise StoreError(f"{path}: cannot be opened as a database ({error})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def place(self, sha: str) -> Place | None:
        """Where a payload lies, if it is known."""
        if self._connection is None:
            return None
        try:
            rows = fetch(self._connection, named_query("payload_at"), {"key": payload_key(sha)})
        except duckdb.CatalogException:
            return None  # published by a version that had no index
        return _named(rows).get(sha)

    def keys(self) -> NDArray[np.int64]:
        """The keys of all payloads, in order: eight bytes each, to be spared the question for a new one."""
        if self._connection is None:
            return np.empty(0, np.int64)
        try:
            found = self._connection.execute(named_query("payload_keys")).fetchnumpy()
        except duckdb.CatalogException:
            return np.empty(0, np.int64)
        return np.sort(np.asarray(found["payload_key"], np.int64))

    def close(self) -> None:
        """Let go of the snapshot."""
        if self._connection:
            self._connection.close()


def _places(connection: duckdb.DuckDBPyConnection, keys: list[int]) -> dict[str, Place]:
    return _named(fetch(connection, named_query("payloads_at"), {"keys": keys}))


def _named(rows: list[Row]) -> dict[str, Place]:
    return {
        r["payload_sha"]: Place(r["file"], r["start"], r["length"], r["uri"], r["dated_at"]) for r in rows
    }
