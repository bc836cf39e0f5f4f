"""The sample's known world: fictional outlets, agencies and feeds, in the form of the shipped lists."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.model import Agency, Feed, Outlet, World
from pipeline.newsroom.script import Shape, read

if TYPE_CHECKING:
    from pydantic import BaseModel


class OutletShape(Shape):
    """An ``[[outlet]]`` of outlets.toml."""

    name: str
    domains: tuple[str, ...]
    timezone: str
    language: str
    country: str
    owner: str
    role: Literal["outlet", "aggregator", "agency"] = "outlet"


class OutletsShape(Shape):
    """outlets.toml."""

    outlet: tuple[OutletShape, ...]


class AgencyShape(Shape):
    """An ``[[agency]]`` of agencies.toml."""

    name: str
    aliases: tuple[str, ...] = ()
    language: str
    country: str
    credit: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    copyright: tuple[str, ...] = ()
    first_published: tuple[str, ...] = ()


class AgenciesShape(Shape):
    """agencies.toml."""

    agency: tuple[AgencyShape, ...]


class FeedRowShape(Shape):
    """A ``[[feed]]`` of feeds.toml."""

    key: str
    url: str
    outlet: str
    title: str
    language: str
    verified_on: date | None = None


class FeedsShape(Shape):
    """feeds.toml."""

    feed: tuple[FeedRowShape, ...]


def sample_dir() -> Path:
    """The folder of the sample: in a wheel beside the package's data, in a checkout under ``data``."""
    here = Path(__file__).resolve()
    packed = here.parents[1] / "data" / "sample"
    return packed if packed.is_dir() else here.parents[2] / "data" / "sample"


def world(folder: Path | None = None) -> World:
    """The fictional outlets, agencies and feeds of a sample folder (default: the one that is shipped).

    Raises:
        BadConfig: a list is missing or wrong; the message names file and key.
    """
    root = folder or sample_dir()
    return World(
        outlets=tuple(Outlet(**_row(o)) for o in read(root / "outlets.toml", OutletsShape).outlet),
        agencies=tuple(Agency(**_row(a)) for a in read(root / "agencies.toml", AgenciesShape).agency),
        feeds=tuple(Feed(**_row(f)) for f in read(root / "feeds.toml", FeedsShape).feed),
    )


def _row(shape: BaseModel) -> dict[str, Any]:
    return shape.model_dump()
