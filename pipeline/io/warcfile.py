"""WARC files as they grow: one process writes one, what a killed one left is read as far as it goes.

A file ends in ``.open`` while it may still grow. Its writer holds a lock, which the system takes from a process that
dies; beside it stands how much of the file is *settled*, that is known to the database. An open file that nobody
holds and that is longer than that was left by a process that died between the archive and the database.
"""

from __future__ import annotations

import os
import secrets
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.errors import StoreError
from pipeline.io import warc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

OPEN = ".open"
SUFFIX = ".warc.gz"
MAX_MEMBER = 1_100_000_000  # bytes of one record: the largest body that the settings allow, and its head
_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31
_FIRST, _CHUNK = 1 << 14, 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One whole gzip member of a file, decompressed."""

    start: int
    length: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes in which no record can be read; ``is_tail`` when they reach to the end of the file."""

    start: int
    length: int
    is_tail: bool


class OpenFile:
    """A file this process alone writes to. `append` may be called from several threads.

    Raises:
        StoreError: (all methods) it cannot be written.
    """

    def __init__(self, path: Path, lock: FileLock, size: int) -> None:
        self.path = path
        self.size = size
        self._lock = lock
        self._within = threading.Lock()
        self._synced = size
        self._file: BinaryIO = path.open("ab", buffering=0)

    @property
    def name(self) -> str:
        """The file's name once it is complete: what the index says."""
        return self.path.name.removesuffix(OPEN)

    def append(self, data: bytes) -> int:
        """Write records behind the others. -> where they begin."""
        with self._within, _telling(self.path):
            start = self.size
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
            self.size += len(data)
            return start

    def sync(self) -> None:
        """What was written lies on the disk."""
        with self._within, _telling(self.path):
            if self._synced != self.size:
                os.fsync(self._file.fileno())
                self._synced = self.size

    def settle(self) -> None:
        """All that is in it is known to the database."""
        with _telling(self.path):
            _marker(self.path).write_text(str(self.size), "ascii")

    def finish(self) -> None:
        """Complete: it gets its name and never grows again."""
        self.sync()
        with _telling(self.path):
            final = self.path.with_name(self.name)
            self.path.replace(final)
            sync_folder(final.parent)
            _marker(self.path).unlink(missing_ok=True)
        self.release()
        _lock_path(self.path).unlink(missing_ok=True)

    def release(self) -> None:
        """Let others have it."""
        self._file.close()
        self._lock.release()


def claim(data_dir: Path, limit: int, now: datetime) -> OpenFile:
    """A file to write to: one that is open, settled and not full, else a new one.

    Args:
        data_dir: where the archive is.
        limit: bytes beyond which a file is completed.
        now: the time that goes into a new file's name.

    Raises:
        StoreError: none can be made.
    """
    folder = data_dir / "archive"
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for found in unheld(data_dir):
            if not is_settled(found.path):
                found.release()
            elif found.size >= limit:
                found.finish()
            else:
                return found
        return _new(folder, now)


def unheld(data_dir: Path) -> Iterator[OpenFile]:
    """The open files that no living process writes to, each held from here on: release or finish it."""
    for path in sorted((data_dir / "archive").glob(f"*{SUFFIX}{OPEN}")):
        lock = _held(path)
        if lock is None:
            continue
        if path.exists():  # nobody completed it before the lock was had
            yield OpenFile(path, lock, path.stat().st_size)
        else:
            lock.release()


def is_settled(path: Path) -> bool:
    """Whether the database knows all of an open file."""
    return settled(path) == path.stat().st_size


def settled(path: Path) -> int:
    """How many bytes of an open file the database knows; 0 where that was lost."""
    try:
        raw = _marker(path).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return 0
    return min(int(raw), path.stat().st_size) if raw.isascii() and raw.isdigit() else 0


def locate(data_dir: Path, name: str) -> Path:
    """The file of a name, complete or still open."""
    whole = data_dir / "archive" / name
    if whole.exists():
        return whole
    still = whole.with_name(name + OPEN)
    return still if still.exists() else whole  # completed between the two looks


def _new(folder: Path, now: datetime) -> OpenFile:
    name = f"writethru-{now.astimezone(UTC):%Y%m%d%H%M%S%f}"[:27] + f"-{secrets.token_hex(4)}{SUFFIX}"
    path = folder / f"{name}{OPEN}"
    lock = _held(path)
    if lock is None:
        raise StoreError(f"{path}: another process is making it; try again")
    path.touch(exist_ok=False)
    file = OpenFile(path, lock, 0)
    file.append(warc.info_record(name, now))
    sync_folder(folder)
    return file


def _held(path: Path) -> FileLock | None:
    _state(path.parent).mkdir(parents=True, exist_ok=True)
    lock = FileLock(_lock_path(path))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    return lock


def _state(folder: Path) -> Path:
    return folder.parent / "private" / "archive"


def _lock_path(path: Path) -> Path:
    return _state(path.parent) / f"{path.name.removesuffix(OPEN)}.lock"


def _marker(path: Path) -> Path:
    return _state(path.parent) / f"{path.name.removesuffix(OPEN)}.settled"


class _telling:  # noqa: N801 - used as a statement
    """Faults of the disk as one line for a person."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise StoreError(
                f"archive: {self._path} cannot be written ({error.strerror or error})"
            ) from error


def members(path: Path, start: int = 0) -> Iterator[Member | Damage]:
    """The gzip members of a file from ``start`` on, and what cannot be read between and behind them.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size
        while start < end:
            found = _member(file, start)
            if found is None:
                onward = _resume(file, start + 1)
                yield Damage(start, (onward or end) - start, onward is None)
                start = onward or end
            else:
                yield found
                start += found.length


def member_at(path: Path, start: int, length: int) -> bytes:
    """The decompressed member at a place; the file may hold more records behind it.

    Raises:
        OSError: the file cannot be read.
        StoreError: no whole member is there.
    """
    with path.open("rb") as file:
        file.seek(start)
        found = _decompressed(file.read(length))
    if found is None:
        raise StoreError(f"archive: {path} is damaged at {start}: no whole record is there")
    return found[0]


def cut(file: OpenFile, at: int) -> None:
    """Take a torn record off the end of a file that is held."""
    with _telling(file.path):
        os.truncate(file.path, at)
        file.size = at
    file.sync()


def _member(file: BinaryIO, start: int) -> Member | None:
    """Chunks as they are needed, growing: most records are smaller than the first, and what lies behind is copied."""
    file.seek(start)
    inflate, data, taken, size = zlib.decompressobj(_GZIP), bytearray(), 0, _FIRST
    while not inflate.eof:
        chunk = file.read(size)
        size = min(2 * size, _CHUNK)
        if not chunk or len(data) > MAX_MEMBER:
            return None
        try:
            data += inflate.decompress(chunk, MAX_MEMBER + 1 - len(data))
        except zlib.error:
            return None
        taken += len(chunk)
    return Member(start, taken - len(inflate.unused_data), bytes(data))


def _decompressed(raw: bytes) -> tuple[bytes, int] | None:
    inflate = zlib.decompressobj(_GZIP)
    try:
        data = inflate.decompress(raw, MAX_MEMBER)
    except zlib.error:
        return None
    return (data, len(raw) - len(inflate.unused_data)) if inflate.eof else None


def _resume(file: BinaryIO, start: int) -> int | None:
    """Where the next record begins after something unreadable."""
    file.seek(start)
    before = b""
    while chunk := file.read(_CHUNK):
        window, base, at = before + chunk, file.tell() - len(before) - len(chunk), -1
        here = file.tell()
        while (at := window.find(_MAGIC, at + 1)) >= 0:
            found = _member(file, base + at)
            if found and found.data.startswith(b"WARC/"):
                return base + at
        file.seek(here)
        before = window[-len(_MAGIC) + 1 :]
    return None


def sync_folder(folder: Path) -> None:
    """A new name reaches the disk; where folders cannot be opened (Windows) there is nothing to do."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
