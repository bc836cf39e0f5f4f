"""The sample's known world: fictional outlets, agencies and feeds, in the form of the shipped lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.io import known, tables
from pipeline.model import Agency, Feed, Outlet, World

if TYPE_CHECKING:
    from pathlib import Path


def sample_dir() -> Path:
    """The folder of the sample that is shipped.

    Raises:
        BadConfig: the installation lacks it.
    """
    return known.data_path("sample")


def world(folder: Path | None = None) -> World:
    """The fictional outlets, agencies and feeds of a sample folder (default: the one that is shipped).

    Raises:
        BadConfig: a list is missing or wrong; the message names file and key.
    """
    root = folder or sample_dir()
    return World(
        outlets=tuple(tables.read(root / known.OUTLETS, Outlet)),
        agencies=tuple(tables.read(root / known.AGENCIES, Agency)),
        feeds=tuple(tables.read(root / known.FEEDS, Feed)),
    )
