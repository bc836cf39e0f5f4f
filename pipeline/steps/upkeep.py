"""What the data directory needs from time to time: one dense file, no leftovers of processes that died."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.io import known
from pipeline.io.compaction import compact
from pipeline.io.store import SNAPSHOT, fetch, named_query, open_snapshot, open_store
from pipeline.steps import forgetting
from pipeline.steps.learning import Learned, learn
from pipeline.steps.ledger import begin, finish, note
from pipeline.steps.tidying import Tidying, plan_tidying, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEFT_BEHIND = timedelta(
    hours=1
)  # a younger temporary file may be in use: the archive is written without the lock
_TEMPORARY = (
    f".{SNAPSHOT}.*",  # a snapshot that was not put in place
    "private/tmp*.ndjson",  # rows on their way into the database
    "private/.fresh.duckdb*",  # a compaction that was cut short
    "private/sites/*",  # what sites were asked a moment ago
    "archive/??/.new-*",  # a payload that was not put in place
    "archive/.cut-*",  # a WARC file that was being written anew
)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A temporary file that nobody uses any more."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is to be done, or was. Sizes in bytes; ``free`` of the private file is known to be unused."""

    private: int
    snapshot: int
    free: int
    orphans: tuple[Orphan, ...]
    after: int | None = None  # of the private file, once it is compacted
    archive: Tidying = field(default_factory=Tidying)
    furniture: Learned = field(default_factory=Learned)


def plan(data_dir: Path, now: datetime) -> Upkeep:
    """What `tend` would do; nothing is touched.

    Raises:
        NotFound: nothing is stored yet.
    """
    with open_snapshot(data_dir) as connection:
        space = fetch(connection, named_query("keep_space"))
    free = sum(int(row["block_size"]) * int(row["free_blocks"]) for row in space)
    return Upkeep(
        private=_size(data_dir / "private" / SNAPSHOT),
        snapshot=_size(data_dir / SNAPSHOT),
        free=free,
        orphans=tuple(_orphans(data_dir, now)),
        archive=plan_tidying(data_dir),
    )


def tend(data_dir: Path, now: datetime) -> Upkeep:
    """Tidy the archive, learn furniture, compact the writer's file, publish it, remove leftovers; nothing else goes.

    A `forget` that was cut short, or that waited for a run, is gone on with.

    Raises:
        NotFound: nothing is stored yet.
        StoreBusy: another process is writing.
        StoreError: the disk is full; the database stands as it was.
    """
    planned = plan(data_dir, now)
    forgetting.resume(data_dir, now)
    tally = begin(data_dir, "maintain", now)
    tidied = tidy(data_dir, tally.run_key, now)
    learned = learn(data_dir, known.agencies(data_dir), tally.run_key, now)
    with open_store(data_dir, now) as store:
        tally = note(store, tally, (), (*tidied.findings, *learned.findings), now)
    before, after = compact(data_dir, now)
    for orphan in planned.orphans:
        orphan.path.unlink(missing_ok=True)
    finish(data_dir, tally, now)
    return Upkeep(before, _size(data_dir / SNAPSHOT), planned.free, planned.orphans, after, tidied, learned)


def _orphans(data_dir: Path, now: datetime) -> Iterator[Orphan]:
    for pattern in _TEMPORARY:
        for path in sorted(data_dir.glob(pattern)):
            about = path.stat()
            if datetime.fromtimestamp(about.st_mtime, UTC) < now - LEFT_BEHIND:
                yield Orphan(path, about.st_size)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
