"""What a publisher did, as events: one row an event, not one a capture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.core.stories.sightings import Sighting, exact, neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.stories.appearance import Shown
    from pipeline.model import TimeSource

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """Something the publisher did. ``text_key`` is None where the text was not captured."""

    event: str
    event_at: datetime | None
    time_source: TimeSource
    text_key: int | None
    about: int | None
    headline: str | None
    event_day: str | None = None
    detail: str | None = None


def events(ordered: Sequence[Sighting], shown: Sequence[Shown]) -> tuple[Event, ...]:
    """All events of an article, by time; those without a time come last."""
    out = [
        *_published(shown),
        *_edits(shown),
        *_headline_events(ordered),
        *_corrections(shown),
        *_departures(ordered),
        *_wire_days(ordered),
    ]
    return tuple(sorted(out, key=lambda e: (e.event_at or _NEVER, e.event_at is None, e.event)))


def _published(shown: Sequence[Shown]) -> list[Event]:
    if not shown:
        return []
    first = shown[0].spell.first
    claim, text = first.published, shown[0].spell.text_key
    day = claim.local_day.isoformat() if claim and claim.local_day else None
    if claim and (instant := exact(claim)):
        captured = text if shown[0].shown_from == instant else None
        headline = first.headline if captured else None
        return [Event("published", instant, claim.source, captured, text, headline, day, claim.raw)]
    if shown[0].by_update and not claim:
        return []
    seen = None if shown[0].by_update else shown[0].spell.first_seen_at
    source: TimeSource = "seen" if seen or not claim else claim.source
    raw = claim.raw if claim else None
    return [Event("published", seen, source, text if seen else None, text, first.headline, day, raw)]


def _edits(shown: Sequence[Shown]) -> list[Event]:
    out = []
    for index, one in enumerate(shown):
        if index == 0 and not one.by_update:
            continue
        first, text = one.spell.first, one.spell.text_key
        name = "updated" if one.by_update else "silent-edit"
        raw = first.updated.raw if one.by_update and first.updated else None
        at = one.shown_from if one.by_update else one.spell.first_seen_at
        if index == 0 and at == exact(first.published):
            continue  # one instant stamped twice: posted and never updated
        out.append(Event(name, at, one.source, text, text, first.headline, None, raw))
    return out


def _headline_events(ordered: Sequence[Sighting]) -> list[Event]:
    return [
        Event(
            "headline",
            s.captured_at,
            "seen",
            s.text_key,
            s.text_key,
            s.headline,
            None,
            before.headline,
        )
        for before, s in neighbours(ordered)
        if s.text_key == before.text_key and s.headline != before.headline
    ]


def _corrections(shown: Sequence[Shown]) -> list[Event]:
    out: list[Event] = []
    told: set[str] = set()
    for one in shown:
        first, text = one.spell.first, one.spell.text_key
        out += [
            Event("correction", one.shown_from, one.source, text, text, first.headline, None, note)
            for note in first.corrections
            if note not in told
        ]
        told |= set(first.corrections)
    return out


def _departures(ordered: Sequence[Sighting]) -> list[Event]:
    out: list[Event] = []
    about: int | None = None
    state = "live"
    for s in ordered:
        if s.kill and state != "killed":
            state = "killed"
            out.append(Event("kill", s.moment, _teller(s), None, about, s.headline, None, s.kill))
        elif s.text_key is not None:
            about = s.text_key
            if state == "gone":
                out.append(Event("back", s.captured_at, "seen", about, about, s.headline))
            state = "live"
        elif s.gone and state == "live" and about is not None:
            state = "gone"
            out.append(Event("gone", s.captured_at, "seen", None, about, None, None, s.quality))
    return out


def _teller(s: Sighting) -> TimeSource:
    """Who says when it was: we, where it was captured; else the publisher's stamp."""
    if s.captured_at:
        return "seen"
    claim = s.updated if exact(s.updated) else s.published
    return claim.source if exact(claim) and claim else "seen"


def _wire_days(ordered: Sequence[Sighting]) -> list[Event]:
    days: dict[str, Sighting] = {}
    for s in ordered:
        if s.wire_first_published_on and s.text_key is not None:
            days.setdefault(s.wire_first_published_on.isoformat(), s)
    return [
        Event("wire-first-published", None, "wire", None, s.text_key, None, day) for day, s in days.items()
    ]
