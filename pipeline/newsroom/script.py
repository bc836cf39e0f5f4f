"""The shapes of the day's TOML files: read strictly, so that a typing error is a message and no silent gap."""

from __future__ import annotations

import tomllib
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import BadConfig
from pipeline.newsroom.records import (  # noqa: TC001 - pydantic reads the annotations
    AnswerKind,
    FeedFormat,
    JsonLd,
    PlantedKind,
    StampStyle,
)

if TYPE_CHECKING:
    from pathlib import Path


class Shape(BaseModel):
    """A table of a TOML file: no key it does not know is let pass."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DeskShape(Shape):
    """A ``[[desk]]`` of day.toml."""

    agency: str
    closing: str = ""
    byline: str = "{author}"
    copyright: str = ""
    dateline: str = "{place} — "


class OutageShape(Shape):
    """An ``[[outage]]`` of day.toml."""

    outlet: str
    since: AwareDatetime
    until: AwareDatetime | None = None


class DayShape(Shape):
    """day.toml."""

    date: date
    polls: tuple[AwareDatetime, ...] = Field(min_length=1, max_length=30)
    desk: tuple[DeskShape, ...]
    outage: tuple[OutageShape, ...] = ()


class FeedShape(Shape):
    """A site's ``feed`` table."""

    key: str
    path: str
    title: str
    format: FeedFormat
    guid: str = "{url}"
    zone_names: bool = False


class BetweenShape(Shape):
    """A site's ``[[site.between]]``."""

    after: int = Field(ge=1)
    html: str


class SiteShape(Shape):
    """A ``[[site]]`` of sites.toml."""

    outlet: str
    host: str
    template: str
    stamp: StampStyle
    feed: FeedShape
    card: str
    updated: str = ""
    json_ld: JsonLd = "none"
    dynamic: bool = False
    dateline: bool = True
    straight_quotes: bool = False
    credit: bool = True
    house: tuple[tuple[str, str], ...] = ()
    between: tuple[BetweenShape, ...] = ()
    evergreen: tuple[str, ...] = ()


class SitesShape(Shape):
    """sites.toml."""

    site: tuple[SiteShape, ...]


class WireShape(Shape):
    """A ``[[wire]]`` of a story: ``paragraphs`` are keys of its ``[text]`` table."""

    key: str
    at: AwareDatetime
    headline: str
    paragraphs: tuple[str, ...] = Field(min_length=1)
    agency: str | None = None
    author: str | None = None
    dateline: str | None = None
    photo: str | None = None
    first_published_on: date | None = None


class OwnShape(Shape):
    """A paragraph an outlet adds of its own, before the nth (from 0) of those it keeps."""

    before: int = Field(ge=0)
    text: str


class ShowsShape(Shape):
    """A ``[[page.shows]]``: what the page shows from ``at`` on. Left out = as before, or as the wire has it."""

    at: AwareDatetime
    answer: AnswerKind = "article"
    wire: str | None = None
    headline: str | None = None
    cut: int | None = Field(default=None, ge=1)
    own: tuple[OwnShape, ...] | None = None
    updated: AwareDatetime | None = None
    note: str = ""
    note_first: bool = False
    to: str = ""
    restamp: bool = False
    missed: bool = False
    listed: bool = True


class PageShape(Shape):
    """A ``[[page]]`` of a story."""

    outlet: str
    path: str = Field(pattern="^/")
    id: str
    section: str
    shows: tuple[ShowsShape, ...] = Field(min_length=1)
    published: AwareDatetime | None = None
    canonical: str = ""
    feed_until: AwareDatetime | None = None


class PlantedShape(Shape):
    """A ``[[planted]]`` of a story; ``page`` and ``other`` are addresses without the scheme."""

    kind: PlantedKind
    page: str
    at: AwareDatetime
    expect: str = ""
    other: str = ""


class StoryShape(Shape):
    """A file of ``stories/``."""

    number: int = Field(ge=0)
    slug: str
    title: str
    agency: str | None = None
    author: str = ""
    dateline: str = ""
    first_published_on: date | None = None
    photo: str = ""
    photo_credit: str = ""
    text: dict[str, str]
    wire: tuple[WireShape, ...]
    page: tuple[PageShape, ...]
    planted: tuple[PlantedShape, ...] = ()


S = TypeVar("S", bound=Shape)


def read(path: Path, shape: type[S]) -> S:
    """A TOML file as its shape.

    Raises:
        BadConfig: the file is missing, is no TOML or does not fit; the message names file and key.
    """
    try:
        return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadConfig(f"{path}: cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"{path}: no valid TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadConfig(f"{path}: {place}: {first['msg']}") from error
