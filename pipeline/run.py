"""Use cases: the only place that knows the order of steps. `writethru` commands and the flows call the same functions.

A run is begun, takes items in batches (one load transaction each), and is ended with its ledger: every item has
exactly one disposition, every warning is a row of `findings`. After a load the snapshot is published.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.io import archive
from pipeline.io.store import Store, open_store
from pipeline.model import Disposition, Finding, RunLedger
from pipeline.steps.capturing import capture
from pipeline.steps.inputs import Told, read_paths
from pipeline.steps.load import Loaded, load
from pipeline.steps.raw import Raw, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.model import Capture, World

BATCH = 500  # captures a load transaction


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run has come to so far."""

    run_key: int
    kind: str
    items: int = 0
    dispositions: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    versions: int = 0
    stories: frozenset[str] = frozenset()

    def ledger(self) -> RunLedger:
        """The same as a record for people."""
        return RunLedger(
            run_id=self.run_key,
            items=self.items,
            dispositions=dict(sorted(self.dispositions.items())),
            findings=self.findings,
            articles_new=self.dispositions.get(Disposition.NEW_ARTICLE, 0),
            versions_new=self.versions,
            stories_moved=tuple(sorted(self.stories)),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item's disposition, as it is written down."""

    item: str
    disposition: Disposition
    outlet: str | None = None
    article_key: int | None = None


def begin(data_dir: Path, kind: str, now: datetime) -> Tally:
    """Open a run in the ledger."""
    with open_store(data_dir, now) as store:
        runs = store.rows("count_runs")[0]["runs"]
        run_key = key("run", kind, now.isoformat(), str(runs))
        row = {"run_key": run_key, "kind": kind, "started_at": now, "state": "running"}
        store.insert(
            "facts.run", [{**row, "items": 0, "articles_new": 0, "versions_new": 0, "stories_moved": 0}]
        )
    return Tally(run_key, kind)


def finish(data_dir: Path, tally: Tally, now: datetime, state: str = "completed") -> RunLedger:
    """Close a run in the ledger and publish."""
    ledger = tally.ledger()
    with open_store(data_dir, now) as store:
        store.run(
            "end_run",
            run_key=tally.run_key,
            ended_at=now,
            state=state,
            items=ledger.items,
            articles_new=ledger.articles_new,
            versions_new=ledger.versions_new,
            stories_moved=len(ledger.stories_moved),
            detail=", ".join(f"{name} {count}" for name, count in ledger.dispositions.items()),
        )
        store.publish()
    return ledger


def note(
    store: Store, tally: Tally, outcomes: Sequence[Outcome], findings: Sequence[Finding], now: datetime
) -> Tally:
    """Write down what became of some items, and the findings about them."""
    with store.transaction():
        store.insert("facts.disposition", _outcome_rows(tally, outcomes, now))
        store.insert("facts.finding", _finding_rows(tally, findings, now), known="ignore")
    counted = Counter(tally.dispositions) + Counter(o.disposition.value for o in outcomes)
    return replace(
        tally,
        items=tally.items + len(outcomes),
        dispositions=dict(counted),
        findings=(*tally.findings, *findings),
    )


def _outcome_rows(tally: Tally, outcomes: Sequence[Outcome], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "run_key": tally.run_key,
            "ordinal": tally.items + n,
            "item": o.item,
            "outlet": o.outlet,
            "article_key": o.article_key,
            "disposition": o.disposition.value,
            "seen_at": now,
        }
        for n, o in enumerate(outcomes)
    ]


def _finding_rows(tally: Tally, findings: Sequence[Finding], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "finding_key": key("finding", str(tally.run_key), f.code, f.subject, f.message),
            "run_key": tally.run_key,
            "seen_at": now,
            "code": f.code,
            "severity": f.severity,
            "subject": f.subject,
            "message": f.message,
        }
        for f in findings
    ]


def load_captures(
    data_dir: Path, tally: Tally, captures: Sequence[Capture], world: World, now: datetime
) -> tuple[Tally, Loaded]:
    """Load one batch of captures in one transaction and note what became of each."""
    with open_store(data_dir, now) as store:
        loaded = load(store, captures, world, tally.run_key, now)
        outcomes = [Outcome(item, what, outlet, article) for item, outlet, article, what in loaded.outcomes]
        tally = note(store, tally, outcomes, loaded.findings, now)
    moved = loaded.moved
    return (
        replace(
            tally, versions=tally.versions + len(moved.versions), stories=tally.stories | set(moved.stories)
        ),
        loaded,
    )


@dataclass(frozen=True, slots=True)
class Imported:
    """What `import` came to: the ledger, and one line for each input that was refused."""

    ledger: RunLedger
    refused: tuple[Refused, ...]
    loaded: tuple[Loaded, ...]


def import_paths(
    data_dir: Path,
    paths: Sequence[Path],
    say: Told,
    world: World,
    now: datetime,
    progress: Callable[[int], None] = lambda _done: None,
) -> Imported:
    """Take files into the pipeline: HTML, text captures, `.jsonl` records and manifests.

    Args:
        data_dir: where the database and the archive are.
        paths: files and folders.
        say: what the command line says about single files.
        world: outlets and agencies known.
        now: the time of recording; never taken for a capture time.
        progress: called with the number of items done after each batch.
    """
    tally = begin(data_dir, "import", now)
    refused: list[Refused] = []
    parts: list[Loaded] = []
    for batch in _batches(read_paths(paths, say), BATCH):
        bad = [one for one in batch if isinstance(one, Refused)]
        refused += bad
        tally = _refuse(data_dir, tally, bad, now)
        raws = [one for one in batch if isinstance(one, Raw)]
        if raws:
            tally, loaded = _take(data_dir, tally, raws, world, now)
            parts.append(loaded)
        progress(tally.items)
    return Imported(finish(data_dir, tally, now), tuple(refused), tuple(parts))


def _take(
    data_dir: Path, tally: Tally, raws: Sequence[Raw], world: World, now: datetime
) -> tuple[Tally, Loaded]:
    """Archive first: everything after it can be replayed."""
    for raw in raws:
        archive.put(data_dir, raw.payload)
    return load_captures(data_dir, tally, [capture(raw, world, now) for raw in raws], world, now)


def _refuse(data_dir: Path, tally: Tally, bad: Sequence[Refused], now: datetime) -> Tally:
    if not bad:
        return tally
    outcomes = [Outcome(one.origin, Disposition.REFUSED) for one in bad]
    findings = [Finding("input-refused", one.message, one.origin, "error") for one in bad]
    with open_store(data_dir, now) as store:
        return note(store, tally, outcomes, findings, now)


def _batches(items: Iterable[Raw | Refused], size: int) -> Iterator[list[Raw | Refused]]:
    it = iter(items)
    while batch := list(islice(it, size)):
        yield batch
