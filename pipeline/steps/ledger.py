"""The ledger of a run: every item one disposition, every warning a row; kept in DuckDB, not only in a dashboard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key, public_id
from pipeline.io import alive, archive
from pipeline.io.store import Store, open_store
from pipeline.model import Disposition, Finding, RunLedger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

FORGOTTEN = timedelta(days=1)  # no run of a version that held no lock works for longer


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
            run_id=public_id("r", self.run_key),
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
    """Open a run in the ledger, and close those whose processes are gone: a finding each, told by this run."""
    with open_store(data_dir, now) as store:
        dead = _close_killed(store, data_dir, now)
        runs = store.rows("count_runs")[0]["runs"]
        run_key = key("run", kind, now.isoformat(), str(runs))
        row = {
            "run_key": run_key,
            "run_id": public_id("r", run_key),
            "kind": kind,
            "started_at": now,
            "state": "running",
        }
        store.insert(
            "facts.run", [{**row, "items": 0, "articles_new": 0, "versions_new": 0, "stories_moved": 0}]
        )
        alive.hold(data_dir, public_id("r", run_key))
        return note(store, Tally(run_key, kind), (), dead, now)


def _close_killed(store: Store, data_dir: Path, now: datetime) -> list[Finding]:
    """Close the runs that were killed (a crash, SIGKILL, a power cut): nobody holds their locks any more."""
    findings = []
    for run in store.rows("open_runs"):
        is_dead = alive.is_dead(data_dir, run["run_id"])
        if is_dead is False or (is_dead is None and run["started_at"] > now - FORGOTTEN):
            continue
        message = f"{run['kind']} run of {run['started_at']:%Y-%m-%d %H:%M} UTC was killed after {run['items']} items"
        told = {"run_key": run["run_key"], "items": run["items"], "detail": "killed before its end"}
        store.run("close_killed_run", **told)
        alive.forget(data_dir, run["run_id"])
        findings.append(Finding("run-killed", message, run["run_id"]))
    return findings


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
    archive.close(data_dir, tally.run_key, is_settled=state == "completed")
    alive.release(data_dir, ledger.run_id)
    return ledger


def note(
    store: Store, tally: Tally, outcomes: Sequence[Outcome], findings: Sequence[Finding], now: datetime
) -> Tally:
    """Write down what became of some items, and the findings about them; a finding is told once a run."""
    told = set(tally.findings)
    fresh = tuple(f for f in dict.fromkeys(findings) if f not in told)
    with store.transaction():
        store.insert("facts.disposition", _outcome_rows(tally, outcomes, now))
        store.insert("facts.finding", _finding_rows(tally, fresh, now), known="ignore")
    counted = Counter(tally.dispositions) + Counter(o.disposition.value for o in outcomes)
    return replace(
        tally,
        items=tally.items + len(outcomes),
        dispositions=dict(counted),
        findings=(*tally.findings, *fresh),
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
