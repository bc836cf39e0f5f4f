"""The tables that come with writethru: rows → records, as they stand.

`tables` holds what people write to its rules, with pydantic, whose import and models take longer than a page
does. What is shipped was held to the same rules when it was written: a test compares the two.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import BadConfig
from pipeline.model import Agency, Feed, Outlet

if TYPE_CHECKING:
    from pathlib import Path

R = TypeVar("R", Outlet, Agency, Feed)
_WORD: dict[type, str] = {Outlet: "outlet", Agency: "agency", Feed: "feed"}


def read(path: Path, kind: type[R]) -> tuple[R, ...]:
    """The records of a shipped file.

    Raises:
        BadConfig: it is not as it was shipped.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8"))[_WORD[kind]]
        return tuple(kind(**_fields(row)) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadConfig(
            f"{path}: this is not the file that was installed ({error}); install writethru again"
        ) from None


def key_of(record: Outlet | Agency | Feed) -> str:
    """What a record is overridden by: a feed's key, else the name without case."""
    return record.key if isinstance(record, Feed) else record.name.casefold()


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """A row's fields; ``status`` only says why a feed has no ``verified_on``."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name != "status"
    }
