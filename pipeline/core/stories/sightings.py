"""What was seen of one article, put in order: sightings, and the spells in which it showed one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pipeline.model import Claim, Quality

RELATIVE = "capture"  # the zone of "3 hours ago", which says something else at every look
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One capture of an article. ``text_key`` is None where it shows no text of the article."""

    capture_key: int
    captured_at: datetime | None
    recorded_at: datetime
    quality: Quality
    status: int | None = None
    text_key: int | None = None
    headline: str | None = None
    byline: str | None = None
    agency: str | None = None
    dateline: str | None = None
    language: str | None = None
    published: Claim | None = None
    updated: Claim | None = None
    wire_first_published_on: date | None = None
    wire_number: int | None = None
    corrections: tuple[str, ...] = ()
    kill: str | None = None
    extractor: str = ""
    extractor_version: str = ""
    furniture_number: int = 0  # of the list of learned furniture with which it was read

    @property
    def known_at(self) -> datetime:
        """Since when it was known: its capture, or its record where a file tells no capture time."""
        return self.captured_at or self.recorded_at

    @property
    def gone(self) -> bool:
        """The publisher said that the page is no more (a soft 404 says so too)."""
        return self.status in {404, 410} or self.quality == "not-found"

    @property
    def moment(self) -> datetime | None:
        """When it stands in the article's life: captured, else as the publisher's stamps claim."""
        return self.captured_at or exact(self.updated) or exact(self.published)


@dataclass(frozen=True, slots=True)
class Check:
    """A look at the article that brought no new payload: answered (304) or not (time-out, 500 …)."""

    checked_at: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """A run of sightings, in order, that show the same text."""

    text_key: int
    sightings: tuple[Sighting, ...]

    @property
    def first(self) -> Sighting:
        """The sighting that began it."""
        return self.sightings[0]

    @property
    def first_seen_at(self) -> datetime | None:
        """The earliest capture time in it, if any is known."""
        return min((s.captured_at for s in self.sightings if s.captured_at), default=None)


def exact(claim: Claim | None) -> datetime | None:
    """The instant of a claim that is precise to the minute or better; a bare day is no instant."""
    return claim.instant if claim and claim.precision != "day" else None


def in_order(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Sightings by moment; those without any come last.

    Ties fall by stamps, then by the number a wire file gives itself, then by key, never by input.
    """

    def rank(s: Sighting) -> tuple[datetime, datetime, int, int]:
        stamp = exact(s.updated) or exact(s.published) or _NEVER
        number = -1 if s.wire_number is None else s.wire_number
        return s.moment or _NEVER, stamp, number, s.capture_key

    return tuple(sorted(sightings, key=rank))


def spells(ordered: Sequence[Sighting]) -> tuple[Spell, ...]:
    """Runs of one text; captures that show none (a block page, a 404) do not end a run."""
    runs: list[list[Sighting]] = []
    for sighting in ordered:
        if sighting.text_key is None:
            continue
        if runs and runs[-1][0].text_key == sighting.text_key:
            runs[-1].append(sighting)
        else:
            runs.append([sighting])
    return tuple(Spell(run[0].text_key or 0, tuple(run)) for run in runs)


def neighbours(ordered: Sequence[Sighting]) -> list[tuple[Sighting, Sighting]]:
    """Each sighting that shows a text with the one that shows a text next."""
    return list(pairwise(s for s in ordered if s.text_key is not None))
