"""Which runs still work: each holds a lock on a file of its own, which the system takes from a process that dies.

A killed process cannot close its line in the ledger; that nobody holds its lock is the proof that it is dead, and
holds after a crash of the machine too. It is worth nothing between machines that share a folder without locks.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = "running"
_HELD: dict[
    tuple[str, str], FileLock
] = {}  # a lock lasts as long as its object: to the end of run or process


def hold(data_dir: Path, run_id: str) -> None:
    """Show that a run works, until `release` or the end of this process."""
    folder = data_dir / "private" / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / run_id)
    lock.acquire(timeout=0)
    _HELD[str(data_dir), run_id] = lock


def release(data_dir: Path, run_id: str) -> None:
    """The run has ended; one that was not held here is let be."""
    lock = _HELD.pop((str(data_dir), run_id), None)
    if lock:
        lock.release()
        (data_dir / "private" / _FOLDER / run_id).unlink(missing_ok=True)


def is_dead(data_dir: Path, run_id: str) -> bool | None:
    """Whether a run's process is gone; None where it never held a lock (a version before locks wrote it)."""
    path = data_dir / "private" / _FOLDER / run_id
    if not path.exists():
        return None
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def forget(data_dir: Path, run_id: str) -> None:
    """Remove the file of a run that is known to be dead."""
    with suppress(FileNotFoundError):
        (data_dir / "private" / _FOLDER / run_id).unlink()
