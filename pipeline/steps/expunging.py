"""The archive's part of `forget`: records of payloads and addresses found, and taken out, file by file.

Each file is written anew under another name, the index is told in one transaction, then the old file goes. Whatever is
cut short is done again from its beginning, and comes to the same.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.core.normalise.urls import canonical
from pipeline.errors import NotFound
from pipeline.io import archive, expunge, warcfile
from pipeline.io.store import open_store
from pipeline.steps.tidying import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.expunge import Rewritten, Trace
    from pipeline.io.store import Store

    Shared = Callable[[Collection[str]], Collection[str]]

EMPTY = archive.digest(
    b""
)  # of redirects and bare refusals, all over the archive: it says nothing of any page
_WITH_PAYLOAD = frozenset({"response", "resource", "revisit"})
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go: payloads by digest, and whatever is about some addresses; ``kept`` payloads others need stay."""

    shas: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def goes(self, trace: Trace) -> bool:
        """Whether a record is of a payload that goes, or about an address and of none that stays."""
        if trace.kind not in _WITH_PAYLOAD:
            return False
        if trace.sha in self.shas:
            return True
        is_about = any(uri.startswith(_WEB) and canonical(uri) in self.links for uri in trace.uris)
        return is_about and not (trace.sha in self.kept and trace.kind != "revisit")


@dataclass(frozen=True, slots=True)
class Found:
    """What the archive holds of it: records to go by file, their payloads; ``waiting`` are files that a run has still."""

    records: Mapping[Path, tuple[Trace, ...]] = field(default_factory=dict)
    legacy: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()

    @property
    def count(self) -> int:
        """How many records."""
        return sum(map(len, self.records.values())) + len(self.legacy)

    @property
    def payloads(self) -> frozenset[str]:
        """Digests of the payloads that would be gone."""
        held = {t.sha for found in self.records.values() for t in found if t.sha and t.kind != "request"}
        return frozenset((held | {path.stem for path in self.legacy}) - {EMPTY})


def look(data_dir: Path, wanted: Wanted, shared: Shared) -> Found:
    """Read through the whole archive for what is to go; nothing is touched.

    Args:
        data_dir: where the archive is.
        wanted: payloads and addresses.
        shared: which of some payloads others need as well.

    Raises:
        StoreError: a file cannot be read.
    """
    traced = {path: list(expunge.traces(path)) for path in _warcs(data_dir)}
    about = {t.sha for found in traced.values() for t in found if t.sha and wanted.goes(t)} - wanted.shas
    narrowed = Wanted(wanted.shas - {EMPTY}, wanted.links, frozenset(shared(about)) if about else frozenset())
    going = {path: records for path, found in traced.items() if (records := _going(found, narrowed))}
    busy = _busy(data_dir) if going else set()
    return Found(
        going, tuple(_legacy(data_dir, narrowed.shas)), tuple(path for path in going if path in busy)
    )


def _busy(data_dir: Path) -> set[Path]:
    """Files that a run writes to, or that a killed one left for the next poll to take up."""
    free = set()
    for file in warcfile.unheld(data_dir):
        if warcfile.is_settled(file.path):
            free.add(file.path)
        file.release()
    return {path for path in _warcs(data_dir) if path.suffix == warcfile.OPEN} - free


def _going(found: Iterable[Trace], wanted: Wanted) -> tuple[Trace, ...]:
    listed = list(found)
    ids = {t.record_id for t in listed if wanted.goes(t)}
    return tuple(t for t in listed if t.record_id in ids or t.beside in ids)


def _warcs(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "archive").glob(f"*{warcfile.SUFFIX}*"))


def _legacy(data_dir: Path, shas: Iterable[str]) -> Iterable[Path]:
    for sha in sorted(shas):
        with suppress(NotFound):
            path = archive.legacy_path(data_dir, sha)
            if path.exists():
                yield path


def take_out(data_dir: Path, wanted: Wanted, shared: Shared, now: datetime) -> Found:
    """Take it out. -> what went; ``waiting`` files, which a run has open or a killed one left, are as they were.

    Raises:
        StoreBusy: another process is writing.
        StoreError: the disk is full; each file is as it was or as it is to be.
    """
    complete(data_dir)
    found = look(data_dir, wanted, shared)
    for path, going in found.records.items():
        if path not in found.waiting:
            rewritten = expunge.rewrite(path, going)
            with open_store(data_dir, now) as store:
                with store.transaction():
                    _index(store, path.name, rewritten, {t.start for t in going if not t.ordinal})
                store.publish()
            path.unlink()
            warcfile.sync_folder(path.parent)
    for path in found.legacy:
        path.unlink(missing_ok=True)
    return found


def _index(store: Store, name: str, rewritten: Rewritten, gone: set[int]) -> None:
    """Tell the index where the payloads of a file lie now; a payload that went has no place any more."""
    rows = store.rows("payloads_in_file", file=name)
    store.run("forget_payloads_in_file", file=name)
    moved = [
        {**row, "file": rewritten.name, "start": start, "length": length}
        for row in rows
        if row["start"] not in gone and row["start"] in rewritten.starts
        for start, length in [rewritten.starts[row["start"]]]
    ]
    store.insert("facts.payload", moved, known="ignore")
