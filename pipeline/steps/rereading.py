"""Again from the archive: what today's extractor would read differently, and everything derived once more.

Stored texts and claims are facts and stay as they are, so this makes no version. What is derived is a function of
the facts: deriving it anew changes nothing unless the code that derives it has changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.core.stories import DERIVATION
from pipeline.io.store import digest_views, open_snapshot, open_store
from pipeline.model import Capture, Disposition, Finding
from pipeline.steps.again import read_again
from pipeline.steps.days import EVER
from pipeline.steps.derive import derive
from pipeline.steps.furniture_lists import lists_of
from pipeline.steps.ledger import Outcome, begin, finish, note
from pipeline.steps.locate import Located
from pipeline.steps.reading import READERS
from pipeline.steps.rejoining import rejoin
from pipeline.steps.seeing import checks_of, sighting, sightings_of, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.core.stories.sightings import Sighting
    from pipeline.io.store import Store
    from pipeline.model import Claim, RunLedger, World
    from pipeline.steps.ledger import Tally
    from pipeline.steps.reading import Readers

    Progress = Callable[[str, int, int], None]

Row = dict[str, Any]
READ, DERIVE = 200, 300  # captures a batch; articles a transaction (more, where one story has more)
STEADY = (
    "articles",
    "versions",
    "stories",
    "writethrus",
    "version_pairs",
    "changes",
    "story_timeline",
    "headline_history",
    "stale_copies",
    "correction_uptake",
    "kill_uptake",
    "writethru_adoption",
    "story_mentions",
    "translations",
)
_COMPARED = {
    "quality": "quality",
    "text_key": "body",
    "headline": "headline",
    "byline": "byline",
    "agency": "agency",
    "dateline": "dateline",
    "corrections": "corrections",
    "kill": "kill",
    "wire_first_published_on": "first-published line",
    "wire_number": "wire number",
}


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What `reprocess` came to.

    ``differing``: captures that would come out differently; ``by_field``: in what; ``damaged``: payloads that are
    missing or not what they are named for; ``derived``: articles derived anew; ``moved``: public views that
    changed by it (none, unless the deriving code did).
    """

    ledger: RunLedger
    captures: int
    differing: int
    by_field: dict[str, int] = field(default_factory=dict)
    damaged: int = 0
    derived: int = 0
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reread:
    """One capture read again: in what it differs, or why it could not be read."""

    row: Row
    differs: tuple[str, ...] = ()
    damage: str | None = None


def reprocess(
    data_dir: Path,
    world: World,
    now: datetime,
    progress: Progress = lambda _what, _done, _all: None,
    readers: Readers = READERS,
) -> Reprocessed:
    """Read every capture's payload again, compare, and derive everything anew.

    Args:
        data_dir: where database and archive are.
        world: outlets and agencies known.
        now: the time of the run.
        progress: told what is being done, how much of it is, and of how much.
        readers: who reads the payloads.

    Raises:
        StoreBusy: another process is writing.
    """
    tally = begin(data_dir, "reprocess", now)
    before = _digests(data_dir)
    tally, reread = _read_again(data_dir, world, tally, now, progress, readers)
    derived = _derive_again(data_dir, tally.run_key, now, progress)
    ledger = finish(data_dir, tally, now)
    after = _digests(data_dir)
    return Reprocessed(
        ledger=ledger,
        captures=ledger.items,
        differing=reread["*"],
        by_field={name: n for name, n in reread.most_common() if name not in ("*", "!")},
        damaged=reread["!"],
        derived=derived,
        moved=tuple(view for view in STEADY if before[view] != after[view]),
    )


def _digests(data_dir: Path) -> dict[str, tuple[int, int]]:
    with open_snapshot(data_dir) as connection:
        return digest_views(connection, STEADY)


def _read_again(
    data_dir: Path, world: World, tally: Tally, now: datetime, progress: Progress, readers: Readers
) -> tuple[Tally, Counter[str]]:
    """The writer's lock is free while pages are read. Counted: ``*`` differing, ``!`` damaged, and each field."""
    counted: Counter[str] = Counter()
    with open_store(data_dir, now) as store:
        total, lists = store.rows("keep_count_captures")[0]["captures"], lists_of(store)
    for rows in _captures(data_dir, now):
        progress("reading again", tally.items, total)
        read = read_again(data_dir, rows, world, readers, lists.of_row, _is_of)
        results = [_reread(row, one) for row, one in zip(rows, read, strict=True)]
        with open_store(data_dir, now) as store:
            tally = note(store, tally, [_outcome(r) for r in results], _findings(results), now)
        counted.update(name for r in results for name in r.differs)
        counted["*"] += sum(bool(r.differs) for r in results)
        counted["!"] += sum(r.damage is not None for r in results)
    return tally, counted


def _captures(data_dir: Path, now: datetime) -> Iterator[list[Row]]:
    sha, name = "", 0
    while True:
        with open_store(data_dir, now) as store:
            rows = store.rows("keep_captures", sha=sha, key=name, top=READ)
        if not rows:
            return
        yield rows
        sha, name = rows[-1]["payload_sha"], rows[-1]["capture_key"]


def _reread(row: Row, read: Capture | str | None) -> _Reread:
    if isinstance(read, str):
        return _Reread(row, damage=read)
    if read is None:
        return _Reread(row, ("item",))
    fresh = sighting(Located(read, row["page_key"], is_new=False))
    return _Reread(row, _differences(stored(row), fresh))


def _is_of(one: Capture, row: Row) -> bool:
    """Whether a capture that was read is the one a row is about."""
    return _key(one, row) == int(row["capture_key"])


def _key(one: Capture, row: Row) -> int:
    return sighting(Located(one, row["page_key"], is_new=False)).capture_key


def _differences(old: Sighting, new: Sighting) -> tuple[str, ...]:
    found = [word for name, word in _COMPARED.items() if getattr(old, name) != getattr(new, name)]
    for word, then, today in (
        ("published", old.published, new.published),
        ("updated", old.updated, new.updated),
    ):
        if _stamp_differs(then, today):
            found.append(word)
    return tuple(found)


def _stamp_differs(then: Claim | None, today: Claim | None) -> bool:
    """What a record or feed told beside the page is not in the payload; instants follow from raw text and zone."""
    if then and then.source == "record":
        return False
    if then and then.source == "feed":
        return today is not None
    return (then and (then.source, then.raw)) != (today and (today.source, today.raw))


def _outcome(one: _Reread) -> Outcome:
    """What is stored stays: unchanged, or refused where the payload cannot be read again."""
    what = Disposition.REFUSED if one.damage else Disposition.UNCHANGED
    return Outcome(one.row["origin"], what, one.row["outlet"], one.row["article_key"])


def _findings(results: Sequence[_Reread]) -> list[Finding]:
    out = []
    for one in results:
        origin, payload = one.row["origin"], one.row["payload_sha"][:12]
        if one.damage:
            out.append(Finding("archive-damaged", one.damage, origin, "error"))
        elif one.differs:
            message = (
                f"{origin} (payload {payload}): today's extractor reads {', '.join(one.differs)} differently"
            )
            out.append(Finding("extraction-differs", message, one.row["url"], "info"))
    return out


def _derive_again(data_dir: Path, run_key: int, now: datetime, progress: Progress) -> int:
    """Batches of whole stories, one transaction each: a story is never seen half old, half new."""
    with open_store(data_dir, now) as store:
        rows = store.rows("keep_articles")
    done = 0
    for keys in _whole_stories(rows):
        progress("deriving anew", done, len(rows))
        with open_store(data_dir, now) as store, store.transaction():
            _anew(store, keys, run_key, now)
        done += len(keys)
    with open_store(data_dir, now) as store:
        store.run("keep_derived", number=DERIVATION)
    return done


def _whole_stories(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[int]]:
    batch: list[int] = []
    former = None
    for row in rows:
        story = row["current_story"]
        if len(batch) >= DERIVE and (story is None or story != former):
            yield batch
            batch = []
        batch.append(row["article_key"])
        former = story
    if batch:
        yield batch


def _anew(store: Store, keys: list[int], run_key: int, now: datetime) -> None:
    """Forget what is derived of some articles, memberships excepted: by them stories keep their ids."""
    versions = [r["version_key"] for r in store.rows("versions_of", keys=keys)]
    for table in ("sketches", "grams", "anchors", "changes", "sentence_changes"):
        store.run(f"keep_forget_{table}", keys=versions)
    store.run("forget_links", keys=versions, **EVER)
    store.run("forget_pairs", keys=versions)
    store.run("forget_version", keys=keys)
    moved = derive(store, sightings_of(store, keys), checks_of(store, keys), keys, run_key, now)
    if moved.twins:
        rejoin(store, moved.twins, run_key, now)
