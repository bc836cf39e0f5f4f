"""Checks the plan of polls against the day: whatever is planted must be seen by at least one poll."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.newsroom.records import Day, Planted, Shown, Track


def unseen(day: Day) -> tuple[tuple[Track, Shown], ...]:
    """States of pages that no poll sees, other than those the day says are missed."""
    return tuple(
        (track, shown)
        for track in day.tracks
        for shown in track.shows
        if not shown.missed and not _is_polled(day, shown)
    )


def wrongly_missed(day: Day) -> tuple[tuple[Track, Shown], ...]:
    """States the day calls missed and a poll sees all the same."""
    return tuple((t, s) for t in day.tracks for s in t.shows if s.missed and _is_polled(day, s))


def _is_polled(day: Day, shown: Shown) -> bool:
    return any(shown.at <= poll and (shown.until is None or poll < shown.until) for poll in day.polls)


def too_late(day: Day) -> tuple[Planted, ...]:
    """Lines of the answer key that happen after the last poll."""
    return tuple(p for p in day.planted if p.seen_at is None)


def due(day: Day, after: datetime, until: datetime) -> tuple[tuple[Track, Shown], ...]:
    """What began to show after one instant and by another, in order of time: what a poll could find new."""
    rows = [(t, s) for t in day.tracks for s in t.shows if after < s.at <= until]
    return tuple(sorted(rows, key=lambda row: (row[1].at, row[0].url)))
