"""What killed processes left in the archive, and what of it the index does not know."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.io import archive, warc, warcfile
from pipeline.io.payloads import Place, payload_row
from pipeline.io.warcfile import Damage, Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from pipeline.io.warc import Head
    from pipeline.io.warcfile import OpenFile

_WITH_PAYLOAD = frozenset({"response", "resource"})


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the archive that says what was asked or holds a payload; ``size`` is the payload's, in bytes."""

    head: Head
    file: str
    start: int
    length: int
    size: int

    @property
    def holds_payload(self) -> bool:
        """Whether the payload can be read from it (a revisit record refers to another)."""
        return self.head.kind in _WITH_PAYLOAD and self.head.sha is not None

    def row(self) -> dict[str, Any] | None:
        """The row of `facts.payload`; None where the record holds no payload that it names."""
        if not self.holds_payload or self.head.sha is None or self.head.at is None:
            return None
        place = Place(self.file, self.start, self.length, self.head.uri, self.head.at)
        return payload_row(self.head.sha, place, self.size)


@dataclass(frozen=True, slots=True)
class Leftover:
    """An open file whose writer is dead, held by this process: its records that may be unknown, and what is torn."""

    file: OpenFile
    records: tuple[Record, ...]
    damages: tuple[Damage, ...]

    def settle(self) -> None:
        """The database knows it all now: the torn end goes (nothing in it can be read), the rest is gone on with."""
        for damage in self.damages:
            if damage.is_tail:
                warcfile.cut(self.file, damage.start)
        self.file.settle()


@contextmanager
def leftovers(data_dir: Path) -> Iterator[list[Leftover]]:
    """The open files that nobody writes to and the database may not know, held until the end of the block."""
    found = []
    try:
        for file in warcfile.unheld(data_dir):
            if warcfile.is_settled(file.path):
                file.release()
            else:
                found.append(Leftover(file, *read(file.path, file.name, warcfile.settled(file.path))))
        yield found
    finally:
        for one in found:
            one.file.release()


def read(path: Path, name: str, start: int = 0) -> tuple[tuple[Record, ...], tuple[Damage, ...]]:
    """The records of a file that say what was asked or hold a payload, and what cannot be read.

    Args:
        path: the file.
        name: what the index calls it.
        start: a byte at which a record begins; where none does, the file is read from its beginning.
    """
    records: list[Record] = []
    damages: list[Damage] = []
    for part in warcfile.members(path, start):
        if isinstance(part, Damage):
            damages.append(part)
        else:
            records += _records(part, name)
    if start and damages and damages[0].start == start:
        return read(path, name)
    return tuple(records), tuple(damages)


def _records(member: Member, name: str) -> list[Record]:
    try:
        found = warc.read_member(member.data)
    except StoreError:
        return []
    return [
        Record(head, name, member.start, member.length, len(payload))
        for head, payload in found
        if head.asked or (head.kind in _WITH_PAYLOAD and head.sha)
    ]


def payload_of(data_dir: Path, record: Record, places: Mapping[str, Place]) -> bytes:
    """What a record's answer brought, a revisit record's from where the payload lies.

    Raises:
        NotFound: the payload is in no file.
        StoreError: it is damaged.
    """
    sha = record.head.sha or ""
    row = record.row()
    if row is None:
        return archive.get(data_dir, sha, places)
    place = Place(record.file, record.start, record.length, record.head.uri, row["dated_at"])
    return archive.read_place(data_dir, place, sha)
