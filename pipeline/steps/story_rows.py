"""A story with everything derived of it, as rows of the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.steps.around import Home
from pipeline.steps.days import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Lineage, Member

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One story with everything derived of it."""

    story_key: int
    story_id: str
    members: tuple[Member, ...]
    lineage: Lineage


def story_row(s: Story) -> Row:
    """The story itself."""
    last = s.lineage.writethrus[-1] if s.lineage.writethrus else None
    newest = max(
        s.members, key=lambda m: (m.appeared_at is not None, str(m.appeared_at or ""), m.version_key)
    )
    return {
        "story_key": s.story_key,
        "story_id": s.story_id,
        "agency": _commonest(m.agency for m in s.members),
        "headline": last.headline if last else newest.headline,
        "language": _commonest(m.language for m in s.members),
    }


def _commonest(values: Iterable[str | None]) -> str | None:
    counted: dict[str, int] = defaultdict(int)
    for value in values:
        if value:
            counted[value] += 1
    return max(sorted(counted), key=lambda v: counted[v], default=None)


def homes_of(s: Story) -> dict[int, Home]:
    """Which versions it holds, and which write-throughs each of them runs."""
    runs = s.lineage.runs
    return {
        m.version_key: Home(
            day_of(m.appeared_at), s.story_key, s.story_id, *runs.get(m.version_key, (None, None))
        )
        for m in s.members
    }


def membership_row(version: int, home: Home) -> Row:
    """Where a version stands."""
    return {
        "version_key": version,
        "day": home.day,
        "story_key": home.story_key,
        "writethru": home.writethru,
        "writethru_to": home.writethru_to,
    }


def writethru_rows(s: Story) -> list[Row]:
    """Its write-throughs."""
    return [
        {
            "story_key": s.story_key,
            "number": w.number,
            "basis": w.basis,
            "wire_number": w.wire_number,
            "attested_outlets": w.attested_outlets,
            "first_seen_at": w.first_seen_at,
            "first_outlet": w.first_outlet,
            "words": w.words,
            "headline": w.headline,
        }
        for w in s.lineage.writethrus
    ]
