"""The folder that `export` and `report` write to: theirs by a mark, else empty, else only if told so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import orjson

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

MARK = "writethru.json"


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was written. ``rows`` is None for what has no rows."""

    path: Path
    size: int
    rows: int | None = None


class OutFolder:
    """A folder to write to. Files of an earlier export or report that are not written again are removed."""

    def __init__(self, folder: Path, former: frozenset[str]) -> None:
        self.folder = folder
        self.written: list[Written] = []
        self._former = former

    def place(self, name: str) -> Path:
        """Where a file of this name is to lie; folders on the way are made."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def note(self, name: str, rows: int | None = None) -> None:
        """Remember a file as written."""
        path = self.folder / name
        self.written.append(Written(path, path.stat().st_size, rows))

    def text(self, name: str, content: str) -> None:
        """Write a page."""
        self.place(name).write_text(content, "utf-8")
        self.note(name)

    def close(self, what: str, now: datetime) -> tuple[Written, ...]:
        """Leave the mark, remove what an earlier one wrote and this one did not. -> the files."""
        names = sorted(one.path.relative_to(self.folder).as_posix() for one in self.written)
        mark = {"made_by": "writethru", "what": what, "made_at": now.isoformat(), "files": names}
        (self.folder / MARK).write_bytes(orjson.dumps(mark, option=orjson.OPT_INDENT_2))
        for name in self._former - set(names):
            (self.folder / name).unlink(missing_ok=True)
        return tuple(self.written)


def open_folder(folder: Path, *, force: bool) -> OutFolder:
    """Make sure that writing here harms nobody.

    Args:
        folder: made if it is not there.
        force: write into a folder with files of others in it; those of the same names are replaced.

    Raises:
        BadInput: it is a file, cannot be made, or holds files of others.
    """
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        filled = any(folder.iterdir())
    except OSError as error:
        raise BadInput(
            f"{folder}: cannot be written to ({(error.strerror or str(error)).lower()})"
        ) from error
    former = _former(folder)
    if filled and former is None and not force:
        raise BadInput(
            f"{folder}: not empty, and writethru did not fill it; name another folder, or say --force"
        )
    return OutFolder(folder, former or frozenset())


def _former(folder: Path) -> frozenset[str] | None:
    """The files an earlier export or report wrote here; None where there was none."""
    try:
        mark = orjson.loads((folder / MARK).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    if not isinstance(mark, dict) or mark.get("made_by") != "writethru":
        return None
    names = mark.get("files")
    return frozenset(n for n in names if _is_inside(folder, n)) if isinstance(names, list) else frozenset()


def _is_inside(folder: Path, name: object) -> bool:
    """A mark that somebody changed must not make us remove files elsewhere."""
    if not isinstance(name, str) or not name or ".." in PurePosixPath(name).parts:
        return False
    path = folder / name
    return path.parent.resolve().is_relative_to(folder.resolve()) and (path.is_file() or path.is_symlink())
