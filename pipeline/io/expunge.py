"""Records taken out of WARC files: what a file holds is told, and the file is written anew without some of it.

The file with the rest gets a name of its own (`-2` behind the former one), so that at any instant each file says what
the index says of it: the new one lies whole on the disk before the index names it, the old one goes after that.
"""

from __future__ import annotations

import gzip
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.errors import StoreError
from pipeline.io.warcfile import SUFFIX, Damage, Member, members, sync_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

TEMPORARY = ".cut-"
_NUMBERED = re.compile(r"-(\d{1,6})$")
_SHA = re.compile(r"sha256:([0-9a-f]{64})")
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Trace:
    """A record as its head tells it: enough to say whether it is to go.

    ``start`` and ``length`` are those of its gzip member in the file, ``ordinal`` its place within that; ``sha`` the
    digest of its payload, also of one that a revisit record refers to; ``beside`` the id of the record it belongs to
    (the response of a request); ``uris`` the addresses it is about.
    """

    start: int
    length: int
    ordinal: int
    kind: str
    sha: str | None
    record_id: str
    beside: str | None
    uris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file as it stands without some records: its new name (None: nothing was left), and where the others moved to."""

    name: str | None
    starts: dict[int, tuple[int, int]]  # former start -> start and length now


def traces(path: Path) -> Iterator[Trace]:
    """All records of a file; bytes in which none can be read are passed over.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        for member in members(path):
            if isinstance(member, Member):
                for ordinal, (at, _) in enumerate(_records(member.data)):
                    yield _trace(member, ordinal, at)
    except OSError as error:
        raise StoreError(f"archive: {path} cannot be read ({error.strerror or error})") from error


def rewrite(path: Path, going: Collection[Trace]) -> Rewritten:
    """Write the file anew without some of its records, under the next name; the old one stays. -> what it is now.

    Writing it twice gives the same: a run that was killed in between is gone on with by doing it again.

    Raises:
        StoreError: it cannot be written (disk full, no permission); nothing was changed.
    """
    gone = {(t.start, t.ordinal) for t in going}
    fresh = path.with_name(_next_name(path.name))
    draft = path.with_name(f"{TEMPORARY}{fresh.name}")
    try:
        starts, rest = _copy(path, draft, gone)
        if rest:
            draft.replace(fresh)
            sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"archive: {draft} cannot be written ({error.strerror or error})") from error
    finally:
        draft.unlink(missing_ok=True)
    return Rewritten(fresh.name if rest else None, starts)


def _copy(
    path: Path, draft: Path, gone: Collection[tuple[int, int]]
) -> tuple[dict[int, tuple[int, int]], bool]:
    """Copy what stays, byte by byte where a whole member does. -> starts, and whether more than the file's head stays."""
    starts: dict[int, tuple[int, int]] = {}
    rest = False
    touched = {start for start, _ in gone}
    with path.open("rb") as old, draft.open("wb") as new:
        for part in members(path):
            old.seek(part.start)
            raw = old.read(part.length)
            if isinstance(part, Member) and part.start in touched:
                raw = _without(part, gone)
            if raw:
                starts[part.start] = new.tell(), len(raw)
                rest = rest or isinstance(part, Damage) or not _is_info(part)
                new.write(raw)
        new.flush()
        os.fsync(new.fileno())
    return starts, rest


def _without(member: Member, gone: Collection[tuple[int, int]]) -> bytes:
    kept = [
        member.data[at:end]
        for ordinal, (at, end) in enumerate(_records(member.data))
        if (member.start, ordinal) not in gone
    ]
    return gzip.compress(b"".join(kept), mtime=0) if kept else b""


def _records(data: bytes) -> list[tuple[int, int]]:
    """Where the records of a member begin and end: one, unless another program wrote it."""
    found, at = [], 0
    while data.startswith(b"WARC/", at):
        head = data.find(_END, at)
        if head < 0:
            break
        length = _fields(data[at:head]).get("content-length", "")
        end = head + len(_END) + (int(length) if length.isdigit() else 0) + len(_END)
        found.append((at, min(end, len(data))))
        at = end
    return found


def _trace(member: Member, ordinal: int, at: int) -> Trace:
    said = _fields(member.data[at : member.data.find(_END, at)])
    sha = _SHA.match(said.get("warc-payload-digest", ""))
    uris = (said.get("warc-target-uri", "").strip("<>"), unquote(said.get("writethru-url", "")))
    return Trace(
        start=member.start,
        length=member.length,
        ordinal=ordinal,
        kind=said.get("warc-type", ""),
        sha=sha[1] if sha else None,
        record_id=said.get("warc-record-id", ""),
        beside=said.get("warc-concurrent-to"),
        uris=tuple(dict.fromkeys(filter(None, uris))),
    )


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _is_info(member: Member) -> bool:
    return _fields(member.data[: member.data.find(_END)]).get("warc-type") == "warcinfo"


def _next_name(name: str) -> str:
    stem = name.removesuffix(SUFFIX)
    numbered = _NUMBERED.search(stem)
    if numbered:
        return f"{stem[: numbered.start()]}-{int(numbered[1]) + 1}{SUFFIX}"
    return f"{stem}-2{SUFFIX}"
