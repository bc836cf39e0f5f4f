"""The raw archive: every payload in WARC files, found by its digest, so that everything after it can be done again.

A run keeps what it gets as it comes (`keeper_of`), syncs before anything is decided, tells the database where the
payloads lie (`Keeper.fresh`), and settles the files when it ends. Files under their digest, as former versions wrote
them, are read as well; `maintain` moves them into WARC files.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import zlib
from typing import TYPE_CHECKING, Any

from pipeline.errors import NotFound, StoreError
from pipeline.io import jots, warc, warcfile
from pipeline.io.payloads import LookUp, Place, find, is_among, payload_key, payload_row
from pipeline.io.warc import Asked, Original

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from pipeline.io.answer import Exchange
    from pipeline.io.warcfile import OpenFile

__all__ = ["Asked", "Keeper", "Place", "close", "digest", "find", "get", "keeper_of", "legacy_path"]

FILE_BYTES = (
    1_000_000_000  # a file is completed beyond this: the size that WARC's annex and Heritrix recommend
)
Row = dict[str, Any]


def digest(payload: bytes) -> str:
    """The name of a payload: its SHA-256, 64 hex digits."""
    return hashlib.sha256(payload).hexdigest()


class Keeper:
    """What one run keeps: it writes to files of its own until they are settled or it ends.

    `keep_answer` and `keep_file` may be called from several threads; nothing is certain before `sync`.

    Raises:
        StoreError: (all methods) the archive cannot be written (disk full, no permission).
    """

    def __init__(self, data_dir: Path, now: datetime, limit: int = FILE_BYTES, run_key: int = 0) -> None:
        self._data_dir = data_dir
        self._jots = jots.path_of(data_dir, run_key)
        self._now = now
        self._limit = limit
        self._files: list[OpenFile] = []
        self._known: dict[str, Place] = {}  # what this run wrote
        self._fresh: dict[str, Row] = {}
        self._lock = threading.Lock()
        self._look_up: LookUp | None = None  # from the first known payload of a batch to its sync
        self._keys: NDArray[np.int64] | None = None  # of what was known when the run got its first payload

    def keep_answer(
        self, exchanges: Sequence[Exchange], payload: bytes, at: datetime, asked: Asked | None = None
    ) -> str:
        """Keep an answer; one whose payload is known becomes a revisit record. -> the payload's digest."""
        sha = digest(payload)
        place = self._place(sha)
        original = Original(place.uri, place.at) if place else None
        first, rest = warc.http_records(exchanges, payload, sha, at, asked, original)
        start, file = self._append(first + rest)
        if original is None:
            uri = warc.target(exchanges[-1].url)
            self._note(sha, Place(file, start, len(first), uri, at), len(payload))
        return sha

    def keep_file(self, payload: bytes, at: datetime, uri: str | None = None, media: str = "") -> str:
        """Keep a payload that came as a file; one that is known costs a look. -> its digest."""
        sha = digest(payload)
        if self._place(sha) is None:
            media = media or "application/octet-stream"
            data = warc.resource_record(payload, sha, at, uri, media)
            start, file = self._append(data)
            place = Place(file, start, len(data), warc.target(uri) if uri else warc.urn(sha), at)
            self._note(sha, place, len(payload))
        return sha

    def jot(self, line: Row) -> None:
        """Remember an answer that has no payload until the run ends: JSON, no secrets. A killed run's is taken up."""
        with self._lock:
            jots.add(self._jots, line)

    def place(self, sha: str) -> Place | None:
        """Where this run put a payload."""
        with self._lock:
            return self._known.get(sha)

    def sync(self) -> None:
        """What was kept survives a power cut from here on: before anything is decided by it."""
        with self._lock:
            for file in self._files:
                file.sync()
            if self._look_up:
                self._look_up.close()
            self._look_up = None

    def fresh(self) -> list[Row]:
        """Rows of `facts.payload` for what was kept since the last call: for the load's own transaction."""
        with self._lock:
            rows, self._fresh = list(self._fresh.values()), {}
            return rows

    def close(self, *, is_settled: bool) -> None:
        """Let go of the files; unless they are settled the next run looks what is in them."""
        self.sync()
        for file in self._files:
            if is_settled:
                file.settle()
            if is_settled and file.size >= self._limit:
                file.finish()
            else:
                file.release()
        self._files = []
        if is_settled:
            self._jots.unlink(missing_ok=True)

    def _place(self, sha: str) -> Place | None:
        with self._lock:
            if sha in self._known:
                return self._known[sha]
            if self._keys is None:
                self._keys = self._looking_up().keys()
            return self._looking_up().place(sha) if is_among(self._keys, sha) else None

    def _looking_up(self) -> LookUp:
        self._look_up = self._look_up or LookUp(self._data_dir)
        return self._look_up

    def _append(self, data: bytes) -> tuple[int, str]:
        with self._lock:
            if not self._files or self._files[-1].size >= self._limit:
                self._files.append(warcfile.claim(self._data_dir, self._limit, self._now))
            file = self._files[-1]
        return file.append(data), file.name

    def _note(self, sha: str, place: Place, size: int) -> None:
        with self._lock:
            self._known[sha] = place
            self._fresh[sha] = payload_row(sha, place, size)


_KEEPERS: dict[tuple[str, int], Keeper] = {}  # by run: files are held from the first payload to the run's end


def keeper_of(data_dir: Path, run_key: int, now: datetime, limit: int = FILE_BYTES) -> Keeper:
    """The keeper of a run in this process, made when it is first asked for."""
    name = str(data_dir), run_key
    if name not in _KEEPERS:
        _KEEPERS[name] = Keeper(data_dir, now, limit, run_key)
    return _KEEPERS[name]


def close(data_dir: Path, run_key: int, *, is_settled: bool) -> None:
    """The run has ended; one that kept nothing is let be."""
    keeper = _KEEPERS.pop((str(data_dir), run_key), None)
    if keeper:
        keeper.close(is_settled=is_settled)


def get(data_dir: Path, sha: str, places: Mapping[str, Place] | None = None) -> bytes:
    """The payload of a digest.

    Args:
        data_dir: where the archive is.
        sha: the digest.
        places: what `find` said of it, where many are read.

    Raises:
        NotFound: it is not in the archive.
        StoreError: the archive is damaged: the bytes there are not those of the digest.
    """
    payload_key(sha)
    place = (_written(data_dir, sha) or find(data_dir, [sha]).get(sha)) if places is None else places.get(sha)
    if place is None:
        return _legacy(data_dir, sha)
    return read_place(data_dir, place, sha)


def read_place(data_dir: Path, place: Place, sha: str) -> bytes:
    """The payload at a place.

    Raises:
        NotFound: there is no such file.
        StoreError: it is damaged.
    """
    path = warcfile.locate(data_dir, place.file)
    try:
        found = warc.read_member(warcfile.member_at(path, place.start, place.length))
    except FileNotFoundError:
        raise NotFound(f"archive: {path} is missing; payload {sha} lies in it") from None
    except (OSError, StoreError) as error:
        raise StoreError(f"archive: payload {sha} cannot be read from {path} ({error})") from error
    payload = found[0][1] if found else b""
    if digest(payload) != sha:
        raise StoreError(f"archive: {path} is damaged at {place.start}: the bytes are not those of {sha}")
    return payload


def legacy_path(data_dir: Path, sha: str) -> Path:
    """Where former versions put a payload: a file of its own.

    Raises:
        NotFound: it is no digest.
    """
    payload_key(sha)
    return data_dir / "archive" / sha[:2] / f"{sha}.gz"


def _written(data_dir: Path, sha: str) -> Place | None:
    """Where a run of this process has put it, which may not be published yet."""
    name = str(data_dir)
    found = (keeper.place(sha) for (folder, _), keeper in list(_KEEPERS.items()) if folder == name)
    return next((place for place in found if place), None)


def _legacy(data_dir: Path, sha: str) -> bytes:
    path = legacy_path(data_dir, sha)
    try:
        payload = gzip.decompress(path.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"archive: no payload {sha} in {data_dir / 'archive'}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"archive: {path} cannot be read ({error})") from error
    if digest(payload) != sha:
        raise StoreError(f"archive: {path} is damaged: its bytes are not those it is named for")
    return payload
