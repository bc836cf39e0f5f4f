"""What the other processes of this data directory ask meanwhile: feeds are polled while pages are looked at again.

Each site has a bucket of its own on the disk, a small file behind a lock of the system, and as many places as
requests may be under way there. A process that dies holds nothing any more; files that were not used for an hour are
removed by `maintain` (a rest that lasts longer is read from `fetches`). Between machines that share a folder without
locks none of it is worth anything.
"""

from __future__ import annotations

import hashlib
import struct
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FOLDER = "sites"
_LATE = 86_400.0  # seconds: no bucket takes as long to fill, no rest lasts longer
_POLL = 0.002  # seconds; a bucket is held for some microseconds
_FORM = struct.Struct("<dd")
_NEVER = float("-inf")
_BUCKET = ".bucket"


@dataclass(slots=True)
class Bucket:
    """A site's bucket, in seconds from now: when it is full again, and when its rest ends."""

    full_in: float = _NEVER
    rests_for: float = _NEVER


class Beside:
    """The buckets and places of sites that the processes of a data directory share.

    Args:
        data_dir: the data directory.
        places: how many requests may be under way at a site.
        clock: the time of day in seconds, the same for all processes.

    Raises:
        StoreError: (all methods) the folder cannot be written.
    """

    def __init__(self, data_dir: Path, places: int, clock: Callable[[], float] = time.time) -> None:
        self._folder = data_dir / "private" / _FOLDER
        self._places = places
        self._clock = clock
        self._names: dict[str, Path] = {}

    @contextmanager
    def bucket(self, site: str) -> Iterator[Bucket]:
        """The bucket of a site, which nobody else touches meanwhile; what is changed in it is kept."""
        path = self._path(site)
        with FileLock(path.with_suffix(".lock"), poll_interval=_POLL):
            now = self._clock()
            found = _read(path, now)
            before = (found.full_in, found.rests_for)
            yield found
            if (found.full_in, found.rests_for) != before:
                path.write_bytes(_FORM.pack(now + found.full_in, now + found.rests_for))

    def place(self, site: str) -> FileLock | None:
        """One of the places at a site, to be released after the request; None while all are taken."""
        path = self._path(site)
        for number in range(self._places):
            lock = FileLock(path.with_suffix(f".{number}"))
            with suppress(Timeout):
                lock.acquire(timeout=0)
                return lock
        return None

    def _path(self, site: str) -> Path:
        if site not in self._names:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{self._folder}: cannot be made ({error.strerror})") from error
            name = hashlib.sha256(site.encode("utf-8", "surrogatepass")).hexdigest()[:24]
            self._names[site] = self._folder / f"{name}{_BUCKET}"
        return self._names[site]


def _read(path: Path, now: float) -> Bucket:
    """A time that lies further ahead than any can is of a clock that was set back."""
    try:
        full_at, rests_until = _FORM.unpack(path.read_bytes())
    except (FileNotFoundError, struct.error):
        return Bucket()
    return Bucket(*(at - now if at - now < _LATE + 1 else _NEVER for at in (full_at, rests_until)))
