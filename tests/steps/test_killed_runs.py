"""A run whose process was killed is closed by the next one, and a run that still works is not."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.io.store import open_store
from pipeline.steps import look
from pipeline.steps.ledger import begin, finish

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 10, 9, 40, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
BEGINS = """
import sys, time
from datetime import datetime
from pathlib import Path
from pipeline.model import Disposition
from pipeline.io.store import open_store
from pipeline.steps.ledger import Outcome, begin, note
now = datetime.fromisoformat(sys.argv[2])
tally = begin(Path(sys.argv[1]), "ingest", now)
with open_store(Path(sys.argv[1]), now) as store:
    note(store, tally, [Outcome("http://a.example/1", Disposition.UNCHANGED)], (), now)
print("begun", flush=True)
time.sleep(60)
"""


def under_way(data_dir: Path) -> subprocess.Popen[str]:
    """A run in a process of its own, with one item written down."""
    child = subprocess.Popen(
        [sys.executable, "-c", BEGINS, str(data_dir), NOW.isoformat()], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    return child


def states(data_dir: Path) -> list[tuple[str, str, int]]:
    """Kind, state and items of the runs, in their order."""
    return look.sql(data_dir, "select kind, state, items from runs order by started_at")[1]


def test_a_killed_run_is_closed_by_the_next_with_a_finding_and_a_working_one_is_not(tmp_path: Path) -> None:
    """SIGKILL gives no chance to close the ledger; the lock that the system takes back tells."""
    with under_way(tmp_path) as child:
        ledger = finish(tmp_path, begin(tmp_path, "revisit", LATER), LATER)
        assert ledger.findings == ()
        assert states(tmp_path)[0] == ("ingest", "running", 0)
        child.send_signal(signal.SIGKILL)
        child.wait()
    ledger = finish(tmp_path, begin(tmp_path, "revisit", LATER + timedelta(minutes=1)), LATER)
    assert [f.code for f in ledger.findings] == ["run-killed"]
    assert "ingest run of 2026-03-10 09:40 UTC was killed after 1 items" in ledger.findings[0].message
    assert states(tmp_path) == [
        ("ingest", "killed", 1),
        ("revisit", "completed", 0),
        ("revisit", "completed", 0),
    ]
    assert list((tmp_path / "private" / "running").iterdir()) == []


def test_a_run_of_this_process_that_has_not_ended_is_left_alone(tmp_path: Path) -> None:
    """Two flows of one process: neither closes the other."""
    first = begin(tmp_path, "ingest", NOW)
    finish(tmp_path, begin(tmp_path, "revisit", LATER), LATER)
    assert states(tmp_path)[0] == ("ingest", "running", 0)
    finish(tmp_path, first, NOW)
    assert [state for _, state, _ in states(tmp_path)] == ["completed", "completed"]


def test_a_run_of_an_earlier_version_that_held_no_lock_is_closed_after_a_day(tmp_path: Path) -> None:
    """No lock was ever held: only time tells."""
    first = begin(tmp_path, "ingest", NOW)
    finish(tmp_path, first, NOW)
    with open_store(tmp_path, NOW) as store:
        store.run("close_killed_run", run_key=first.run_key, items=0, detail="")
        store._connection.execute("update facts.run set state = 'running'")
    finish(tmp_path, begin(tmp_path, "revisit", LATER), LATER)
    assert states(tmp_path)[0][1] == "running"
    tomorrow = NOW + timedelta(days=1, minutes=1)
    finish(tmp_path, begin(tmp_path, "revisit", tomorrow), tomorrow)
    assert states(tmp_path)[0][1] == "killed"
