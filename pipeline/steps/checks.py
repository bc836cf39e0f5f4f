"""`doctor`: is everything there, whole and in order? One line a check, and what to do where it is not."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from pipeline.core.stories import DERIVATION
from pipeline.errors import BadConfig, NotFound, StoreBusy, StoreError, WritethruError
from pipeline.io import archive, known
from pipeline.io.migrate import sql_files
from pipeline.io.store import SNAPSHOT, fetch, named_query, open_snapshot, writer_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

State = Literal["ok", "warn", "fail"]
PYTHON = (3, 11)
WANTED = {  # as pyproject.toml asks: (from, below)
    "duckdb": ("1.5.6", "3"),
    "prefect": ("3.8.8", "3.10"),
    "fastapi": ("0", "0.151"),
}
SPARE = 3  # times the database's size: publishing and compacting write a copy each
LEAST_FREE = 200_000_000  # bytes
SAMPLE = 40  # payloads whose digests are checked
STUCK = timedelta(hours=6)  # no poll takes as long
SLACK = timedelta(minutes=5)  # clocks of machines that share a data directory
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # before this code was written
_FORGETS = 26  # the schema since which pages can be forgotten
_COUNTED = 10  # the schema since which ways of deriving are counted
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor's: what was looked at, how it is, what to do."""

    name: str
    state: State
    message: str
    remedy: str = ""


def examine(data_dir: Path, now: datetime) -> Iterator[Check]:
    """All checks, in the order in which one thing needs the other. None of them raises, none writes to the data."""
    steps: tuple[Callable[[], Iterator[Check]], ...] = (
        _python,
        _packages,
        _zones,
        lambda: _folder(data_dir),
        lambda: _disk(data_dir),
        lambda: _own_files(data_dir),
        lambda: _lock(data_dir),
        lambda: _clock(data_dir, now),
        lambda: _database(data_dir),
        lambda: _derived(data_dir),
        lambda: _forgotten(data_dir),
        lambda: _ledgers(data_dir, now),
        lambda: _payloads(data_dir, now),
        lambda: _feeds(data_dir),
    )
    for step in steps:
        try:
            yield from step()
        except (NotFound, StoreError):
            continue  # no snapshot, or none that opens: `_database` says so, once
        except WritethruError as error:
            yield Check(_name(step), "fail", str(error), "see the message")
        except Exception as error:  # noqa: BLE001 - a doctor who falls over helps nobody; the line says what happened
            yield Check(
                _name(step), "fail", f"{type(error).__name__}: {str(error).strip()[:200]}", "report this"
            )


def _name(step: Callable[[], Iterator[Check]]) -> str:
    return getattr(step, "__name__", "check").strip("_<>").replace("lambda", "check")


def _python() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON:
        yield Check("Python", "fail", version, "install Python 3.11 or later and writethru into it")
    else:
        yield Check("Python", "ok", version)


def _packages() -> Iterator[Check]:
    for name, (least, below) in WANTED.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Check(name, "fail", "not installed", f"pip install '{name}>={least},<{below}'")
            continue
        good = _figures(least) <= _figures(version) < _figures(below)
        remedy = "" if good else f"pip install '{name}>={least},<{below}' (other versions are untried)"
        yield Check(name, "ok" if good else "warn", version, remedy)


def _figures(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in _FIGURE.findall(version)[:3])


def _zones() -> Iterator[Check]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("America/St_Johns")
    except ZoneInfoNotFoundError:
        yield Check("time zones", "fail", "no zone data", "pip install tzdata")
    else:
        yield Check("time zones", "ok", "known")


def _folder(data_dir: Path) -> Iterator[Check]:
    """Writable itself, or, where it is not there yet, the folder it will be made in."""
    place = data_dir.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        yield Check(
            "data directory", "fail", f"{place}: {error.strerror or error}", "change its owner, or --data-dir"
        )
        return
    there = place == data_dir.absolute()
    yield Check("data directory", "ok", f"{data_dir} {'is writable' if there else 'will be made'}")


def _disk(data_dir: Path) -> Iterator[Check]:
    place = data_dir.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    free, private = shutil.disk_usage(place).free, data_dir / "private" / SNAPSHOT
    needed = max(LEAST_FREE, SPARE * (private.stat().st_size if private.exists() else 0))
    message = f"{sized(free)} free, {sized(needed)} wanted"
    if free >= needed:
        yield Check("disk", "ok", message)
    else:
        state: State = "fail" if free < needed // SPARE else "warn"
        yield Check("disk", state, message, "make room: `writethru maintain` says what it could give back")


def sized(size: int) -> str:
    """Bytes as people read them."""
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size} B"


def _own_files(data_dir: Path) -> Iterator[Check]:
    try:
        world = known.load(data_dir)
    except WritethruError as error:
        yield Check("own files", "fail", str(error), "mend the file as the message says")
        return
    own = [n for n in (known.OUTLETS, known.AGENCIES, known.FEEDS) if (data_dir / n).exists()]
    told = f"{', '.join(own) or 'none'}; {len(world.outlets)} outlets, {len(world.agencies)} agencies known"
    yield Check("own files", "ok", told)


def _lock(data_dir: Path) -> Iterator[Check]:
    if not (data_dir / "private").exists():
        return
    try:
        with writer_lock(data_dir, 0):
            yield Check("writer's lock", "ok", "free")
    except StoreBusy:
        remedy = "nothing, if a run is under way; else end the process that hangs (the lock goes with it)"
        yield Check("writer's lock", "warn", "another process is writing", remedy)


def _clock(data_dir: Path, now: datetime) -> Iterator[Check]:
    if now < BORN:
        yield Check(
            "clock", "fail", f"it says {now:%Y-%m-%d %H:%M}Z", "set the clock (NTP); times would be wrong"
        )
        return
    latest = next((r["recorded_at"] for r in _rows(data_dir, "keep_latest")), None)
    if latest and latest > now + SLACK:
        message = f"it says {now:%Y-%m-%d %H:%M}Z, but the last run began {latest:%Y-%m-%d %H:%M}Z"
        yield Check("clock", "warn", message, "set the clock (NTP), or it was a simulated day (`demo`)")
    else:
        yield Check("clock", "ok", f"{now:%Y-%m-%d %H:%M}Z")


def _database(data_dir: Path) -> Iterator[Check]:
    newest = int(sql_files("migrations")[-1][0].split("_", 1)[0])
    try:
        number = _rows(data_dir, "keep_schema")[0]["number"]
    except NotFound:
        yield Check("database", "ok", "nothing is stored yet")
        return
    except WritethruError as error:
        yield Check(
            "database", "fail", str(error), "see the message; the archive and private file are untouched"
        )
        return
    size = sized((data_dir / SNAPSHOT).stat().st_size)
    if number > newest:
        message = f"schema {number}, this writethru knows {newest}"
        yield Check("database", "fail", message, "upgrade writethru")
    elif number < newest:
        yield Check(
            "database", "warn", f"schema {number} of {newest}", "any writing command brings it up to date"
        )
    else:
        yield Check("database", "ok", f"schema {number}, {size}")


def _derived(data_dir: Path) -> Iterator[Check]:
    if _rows(data_dir, "keep_schema")[0]["number"] < _COUNTED:
        return  # `_database` says what to do first
    row = _rows(data_dir, "keep_derivation")[0]
    if row["versions"] and (row["derivation"] or 0) < DERIVATION:
        message = "stories and changes came about by an earlier writethru's rules"
        yield Check("stories", "warn", message, "`writethru reprocess` derives them anew; it fetches nothing")
    else:
        yield Check("stories", "ok", f"{row['versions']:,} versions, by today's rules")


def _forgotten(data_dir: Path) -> Iterator[Check]:
    if _rows(data_dir, "keep_schema")[0]["number"] < _FORGETS:
        return  # `_database` says what to do first
    left = _rows(data_dir, "forgotten_unfinished")
    if left:
        message = f"{len(left)} takedowns not finished, first of {left[0]['forgotten_at']:%Y-%m-%d}: {left[0]['name']}"
        yield Check("forgotten", "warn", message, "`writethru maintain --apply`, when no run is under way")


def _ledgers(data_dir: Path, now: datetime) -> Iterator[Check]:
    rows = _rows(data_dir, "keep_ledgers")
    wrong = [r for r in rows if r["state"] != "running"]
    stuck = [r for r in rows if r["state"] == "running" and r["started_at"] < now - STUCK]
    if wrong:
        first = wrong[0]
        message = f"{len(wrong)} runs whose items are not their dispositions: {first['kind']} of {first['started_at']}"
        yield Check("run ledger", "fail", message, "report this, with `writethru sql 'from runs'`")
    elif stuck:
        message = f"{len(stuck)} runs were begun and never ended, last {stuck[-1]['kind']} of {stuck[-1]['started_at']}"
        yield Check(
            "run ledger", "warn", message, "nothing is lost: whatever was not loaded is taken by the next run"
        )
    else:
        yield Check("run ledger", "ok", "every run's items are its dispositions")


def _payloads(data_dir: Path, now: datetime) -> Iterator[Check]:
    """The newest payloads and others, another sample each day."""
    rows = _rows(data_dir, "keep_sample", newest=SAMPLE // 2, others=SAMPLE // 2, seed=now.date().isoformat())
    bad = []
    places = archive.find(data_dir, {row["payload_sha"] for row in rows})
    for row in rows:
        try:
            archive.get(data_dir, row["payload_sha"], places)
        except WritethruError as error:
            bad.append(str(error))
    if bad:
        remedy = (
            "restore the archive folder from a backup, then `writethru maintain --apply` indexes it; "
            "`writethru reprocess` names all that are damaged"
        )
        yield Check(
            "archive", "fail", f"{len(bad)} of {len(rows)} payloads damaged or missing: {bad[0]}", remedy
        )
    else:
        yield Check("archive", "ok", f"{len(rows)} payloads looked at, all whole")


def _feeds(data_dir: Path) -> Iterator[Check]:
    polled = {r["feed"]: r for r in _rows(data_dir, "keep_feeds")}
    try:
        own = [f.key for f in known.own_feeds(data_dir) if f.enabled]
    except BadConfig:
        return  # `_own_files` says so
    never = [key for key in own if key not in polled]
    failing = [r for r in polled.values() if r["failures_in_a_row"]]
    if failing:
        names = ", ".join(f"{r['feed']} ({r['last_outcome']})" for r in failing[:5])
        remedy = "`writethru feeds check URL` explains one; `feeds remove KEY` drops it"
        yield Check("feeds", "warn", f"{len(failing)} of {len(polled)} failing: {names}", remedy)
    if never:
        message = f"never polled: {', '.join(never[:5])}"
        yield Check("feeds", "warn", message, "`writethru run` polls what is due")
    if not failing and not never:
        yield Check("feeds", "ok", f"{len(polled)} polled" if polled else "none polled yet")


def _rows(data_dir: Path, query: str, **parameters: Any) -> list[dict[str, Any]]:
    with open_snapshot(data_dir) as connection:
        return fetch(connection, named_query(query), parameters)
