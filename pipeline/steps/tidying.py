"""The archive's upkeep: files completed, the index made whole again, former versions' files moved into WARC files."""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.io import archive, leftovers, warcfile
from pipeline.io.store import fetch, named_query, open_snapshot, open_store
from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.io.archive import Keeper

_LEGACY = re.compile(r"[0-9a-f]{64}\.gz")
_BATCH = 200  # payloads moved at a time: each is in its WARC file, synced, indexed and read back before its file goes
_WEB = re.compile(r"https?://")


@dataclass(frozen=True, slots=True)
class Tidying:
    """What is to be done in the archive, or was.

    ``legacy`` are files under their digest, of ``legacy_bytes`` together; ``unindexed`` WARC files of which the index
    knows nothing; ``open`` files that nobody writes to and that can be completed. ``findings`` say what could not be.
    """

    legacy: int = 0
    legacy_bytes: int = 0
    unindexed: tuple[str, ...] = ()
    open: int = 0
    findings: tuple[Finding, ...] = ()


def plan_tidying(data_dir: Path) -> Tidying:
    """What `tidy` would do; nothing is touched."""
    old = list(_legacy(data_dir))
    waiting = [p for p in _warcs(data_dir) if p.suffix == warcfile.OPEN and warcfile.is_settled(p)]
    return Tidying(
        legacy=len(old),
        legacy_bytes=sum(p.stat().st_size for p in old),
        unindexed=tuple(p.name for p in _unindexed(data_dir)),
        open=len(waiting),
    )


def tidy(data_dir: Path, run_key: int, now: datetime) -> Tidying:
    """Do it. Nothing is removed whose payload was not read back from its new place.

    Raises:
        StoreBusy: another process is writing.
        StoreError: the disk is full; all that was there still is.
    """
    planned = plan_tidying(data_dir)
    completed = complete(data_dir)
    unindexed = _unindexed(data_dir)
    findings = [f for path in unindexed for f in _index(data_dir, path, now)]
    keeper = archive.keeper_of(data_dir, run_key, now)
    old = list(_legacy(data_dir))
    bad = [
        f for at in range(0, len(old), _BATCH) for f in _move(data_dir, keeper, old[at : at + _BATCH], now)
    ]
    archive.close(data_dir, run_key, is_settled=True)
    completed += complete(data_dir)
    return replace(
        planned,
        legacy=len(old) - len(bad),
        unindexed=tuple(p.name for p in unindexed),
        open=completed,
        findings=(*findings, *bad),
    )


def _warcs(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "archive").glob(f"*{warcfile.SUFFIX}*"))


def _legacy(data_dir: Path) -> Iterator[Path]:
    return (p for p in sorted((data_dir / "archive").glob("??/*.gz")) if _LEGACY.fullmatch(p.name))


def _unindexed(data_dir: Path) -> list[Path]:
    """Complete files without a row: put there by hand, or the database is older than they are."""
    complete = [p for p in _warcs(data_dir) if p.suffix != warcfile.OPEN]
    if not complete:
        return []
    with open_snapshot(data_dir) as connection:
        known = {r["file"] for r in fetch(connection, named_query("payload_files"))}
    return [p for p in complete if p.name not in known]


def _index(data_dir: Path, path: Path, now: datetime) -> list[Finding]:
    records, damages = leftovers.read(path, path.name)
    with open_store(data_dir, now) as store:
        rows = [row for row in (record.row() for record in records) if row]
        store.insert("facts.payload", rows, known="ignore")
        store.publish()
    return [
        Finding(
            "archive-damaged", f"{path.name}: {d.length} bytes at {d.start} hold no whole record", path.name
        )
        for d in damages
    ]


def _move(data_dir: Path, keeper: Keeper, paths: Sequence[Path], now: datetime) -> list[Finding]:
    told = _told(data_dir, [p.stem for p in paths], now)
    bad: list[Finding] = []
    good: list[Path] = []
    for path in paths:
        payload = _payload(path)
        if payload is None:
            bad.append(Finding("archive-damaged", f"{path}: not the payload it is named for", path.name))
            continue
        uri, at = told.get(path.stem, (None, None))
        media = "text/html" if uri else "application/octet-stream"
        keeper.keep_file(payload, at or datetime.fromtimestamp(path.stat().st_mtime, UTC), uri, media)
        good.append(path)
    keeper.sync()
    with open_store(data_dir, now) as store:
        store.insert("facts.payload", keeper.fresh(), known="ignore")
        store.publish()
    places = archive.find(data_dir, [p.stem for p in good])
    for path in good:
        archive.read_place(data_dir, places[path.stem], path.stem)  # raises where it is not what it was
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return bad


def _payload(path: Path) -> bytes | None:
    try:
        payload = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
    return payload if archive.digest(payload) == path.stem else None


def _told(data_dir: Path, shas: list[str], now: datetime) -> dict[str, tuple[str | None, datetime | None]]:
    """Address and time of the first request that brought a payload; its headers were not kept in those days."""
    with open_store(data_dir, now) as store:
        rows = sorted(store.rows("requests_of", shas=shas), key=lambda r: r["fetched_at"], reverse=True)
    return {r["payload_sha"]: (r["url"], r["fetched_at"]) for r in rows if _WEB.match(r["url"])}


def complete(data_dir: Path) -> int:
    """Files that nobody writes to get their names; what a killed run left is for the next poll to look at first."""
    done = 0
    for file in warcfile.unheld(data_dir):
        if warcfile.is_settled(file.path):
            file.finish()
            done += 1
        else:
            file.release()
    return done
