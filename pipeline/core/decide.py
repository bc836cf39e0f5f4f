"""What becomes of a capture: one disposition each, decided from values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.core.stories.sightings import RELATIVE, Sighting, in_order
from pipeline.model import Disposition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Claim


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of an article, or was decided earlier in the batch."""

    captures: frozenset[int] = field(default_factory=frozenset)
    texts: frozenset[int] = field(default_factory=frozenset)
    latest: Sighting | None = None

    def seeing(self, sighting: Sighting) -> Known:
        """The same with one sighting more."""
        if sighting.text_key is None:
            return replace(self, captures=self.captures | {sighting.capture_key})
        latest = in_order([s for s in (self.latest, sighting) if s])[-1]
        return Known(self.captures | {sighting.capture_key}, self.texts | {sighting.text_key}, latest)


def known(sightings: Iterable[Sighting]) -> Known:
    """What the stored sightings of one article amount to."""
    state = Known()
    for sighting in in_order(sightings):
        state = state.seeing(sighting)
    return state


def dispose(sighting: Sighting, state: Known) -> Disposition:
    """The disposition of one capture, given what was known of its article before it."""
    if sighting.kill:
        return Disposition.KILLED
    if sighting.text_key is None:
        return Disposition.GONE if sighting.gone else Disposition.NOT_ARTICLE
    if not state.texts:
        return Disposition.NEW_ARTICLE
    if sighting.text_key not in state.texts:
        return Disposition.NEW_VERSION
    if sighting.capture_key in state.captures or state.latest is None:
        return Disposition.UNCHANGED
    return _same_text(sighting, state.latest)


def _same_text(sighting: Sighting, latest: Sighting) -> Disposition:
    if in_order((latest, sighting))[-1] is latest:
        return Disposition.LATE
    if sighting.text_key != latest.text_key:
        return Disposition.REOPENED
    return Disposition.TOUCHED if _face(sighting) != _face(latest) else Disposition.UNCHANGED


def _face(s: Sighting) -> tuple[str | None, ...]:
    """What a reader sees of an article besides its text; "3 hours ago" is not counted, it never stands still."""
    return s.headline, s.byline, _stamp(s.published), _stamp(s.updated)


def _stamp(claim: Claim | None) -> str | None:
    return claim.raw if claim and claim.zone != RELATIVE else None
