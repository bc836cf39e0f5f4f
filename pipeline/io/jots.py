"""Answers without a payload ("not modified", time-outs), jotted down while a run works: no record is due to them.

A run that ends removes its jots, since the database has it all by then; those of a killed one say what need not be
asked again. They are worth a few requests, no more, so nothing is synced; a line that breaks off is no line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from pipeline.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SUFFIX = ".asked"
Row = dict[str, Any]


def path_of(data_dir: Path, run_key: int) -> Path:
    """Where a run's jots are."""
    return data_dir / "private" / "archive" / f"{run_key}{_SUFFIX}"


def add(path: Path, line: Row) -> None:
    """Write one down.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(orjson.dumps(line) + b"\n")
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror or error})") from error


def runs(data_dir: Path) -> list[int]:
    """The keys of the runs that have left jots."""
    found = (data_dir / "private" / "archive").glob(f"*{_SUFFIX}")
    return sorted(int(p.stem) for p in found if p.stem.removeprefix("-").isdigit())


def read(data_dir: Path, run_keys: Iterable[int]) -> list[Row]:
    """What these runs jotted down."""
    out = []
    for key in run_keys:
        for line in path_of(data_dir, key).read_bytes().splitlines():
            try:
                out.append(orjson.loads(line))
            except orjson.JSONDecodeError:
                continue  # killed while it wrote
    return out


def forget(data_dir: Path, run_keys: Iterable[int]) -> None:
    """The database has it all."""
    for key in run_keys:
        path_of(data_dir, key).unlink(missing_ok=True)
