"""For all tests: no property is a matter of how fast this machine is today, and the longest begin first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST = ("flows/test_up.py", "newsroom/test_day_is_found.py", "flows/test_ingest.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, the one that begins with the longest must not end last."""
    items.sort(key=lambda item: place(item.nodeid, LONGEST))


def place(nodeid: str, files: Sequence[str]) -> int:
    """Where a test's file stands among these; behind them where it does not."""
    return next((n for n, file in enumerate(files) if f"/{file}::" in nodeid), len(files))
