"""Reading for tests: a page may say that it never ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.steps.reading import prepare, read_one

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model import Capture, World
    from pipeline.steps.raw import Raw

__all__ = ["prepare", "reads_or_never_ends"]


def reads_or_never_ends(item: tuple[Raw, datetime], world: World) -> Capture:
    """Reading, but of a page that says it never ends."""
    while b"<!-- for ever -->" in item[0].payload:
        pass
    return read_one(item, world)
