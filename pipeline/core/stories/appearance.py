"""When a text appeared on its page, and who says so.

A text appears at its ``updated`` claim if that lies after the article's former text's appearance and not after
it was first seen; the first text else at its ``published`` claim; else when it was first seen; else its time is
unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.stories.sightings import Spell, exact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model import TimeSource


@dataclass(frozen=True, slots=True)
class Shown:
    """A spell with the instant at which its text appeared on the page, and who says so."""

    spell: Spell
    shown_from: datetime | None
    source: TimeSource
    by_update: bool  # the publisher's update stamp says so


def appearances(runs: Sequence[Spell]) -> tuple[Shown, ...]:
    """When each spell's text appeared, in order."""
    out: list[Shown] = []
    former: datetime | None = None
    for spell in runs:
        out.append(_appearance(spell, former, is_first=not out))
        former = out[-1].shown_from or former
    return tuple(out)


def _appearance(spell: Spell, former: datetime | None, *, is_first: bool) -> Shown:
    seen, first = spell.first_seen_at, spell.first
    updated, published = exact(first.updated), exact(first.published)
    if first.updated and updated and (not former or updated > former) and (not seen or updated <= seen):
        return Shown(spell, updated, first.updated.source, by_update=True)
    if is_first and first.published and published and (not seen or published <= seen):
        return Shown(spell, published, first.published.source, by_update=False)
    return Shown(spell, seen, "seen", by_update=False)
