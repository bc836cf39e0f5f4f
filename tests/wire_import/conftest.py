"""A desk of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path / "var")
