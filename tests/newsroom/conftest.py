"""The sample day, loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.newsroom import Newsroom, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.newsroom import Day


@pytest.fixture(scope="session")
def day() -> Day:
    """The shipped day."""
    return load()


@pytest.fixture
def newsroom(day: Day) -> Iterator[Newsroom]:
    """A running server that holds a stalled answer back for a tenth of a second."""
    with Newsroom(day, hang=0.1) as running:
        yield running
