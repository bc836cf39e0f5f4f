"""Frozen records that pass between the stages.

Times are aware UTC and end in ``_at``; ``None`` means not known.

A record is made when it is first asked for, with those of its module: making all takes as long as starting Python does,
and a command needs few.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.compared import *  # noqa: F403 - what each has, this package gives
    from pipeline.model.intake import *  # noqa: F403 - what each has, this package gives
    from pipeline.model.known import *  # noqa: F403 - what each has, this package gives
    from pipeline.model.pages import *  # noqa: F403 - what each has, this package gives
    from pipeline.model.stories import *  # noqa: F403 - what each has, this package gives
    from pipeline.model.words import *  # noqa: F403 - what each has, this package gives

_RECORDS = {
    "words": (
        "Precision",
        "TimeSource",
        "Quality",
        "Form",
        "Role",
        "Op",
        "Relation",
        "Severity",
        "Disposition",
    ),
    "known": ("Outlet", "Agency", "Auth", "Feed", "FurnitureList", "World"),
    "pages": ("Finding", "Claim", "Page", "Furniture", "Extracted"),
    "intake": ("Entry", "ParsedFeed", "Capture", "RunLedger"),
    "stories": ("Member", "Link", "Mention", "Decision", "WriteThru", "Lineage", "StaleCopy"),
    "compared": ("Pair", "Change", "SentenceChange", "Comparison", "WordSpan"),
}
_HOME = {name: module for module, names in _RECORDS.items() for name in names}


def __getattr__(name: str) -> object:
    """A record, from its module. Raises AttributeError where there is none of this name."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value
