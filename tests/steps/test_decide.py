"""What becomes of a capture: one disposition each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.core.decide import dispose, known
from pipeline.core.stories.sightings import RELATIVE, Sighting
from pipeline.model import Claim, Disposition

START = datetime(2026, 3, 10, 8, tzinfo=UTC)


def seen(key: int, minute: int, text: int | None = 1, **more: Any) -> Sighting:
    """A capture some minutes after the start."""
    at = START + timedelta(minutes=minute)
    return Sighting(
        key, at, at, more.pop("quality", "article"), text_key=text, headline=more.pop("headline", "A"), **more
    )


def stamp(raw: str, zone: str | None = None) -> Claim:
    """A stamp as a page shows it."""
    return Claim(raw, "visible", START, "minute", zone=zone)


BEFORE = [seen(1, 0), seen(2, 30, text=2)]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([], seen(1, 0), Disposition.NEW_ARTICLE),
        ([seen(1, 0, None, quality="block")], seen(2, 9), Disposition.NEW_ARTICLE),
        (BEFORE, seen(3, 60, text=3), Disposition.NEW_VERSION),
        (BEFORE, seen(3, 60, text=2), Disposition.UNCHANGED),
        (BEFORE, seen(2, 30, text=2), Disposition.UNCHANGED),
        (BEFORE, seen(3, 60, text=1), Disposition.REOPENED),
        (BEFORE, seen(3, 60, text=2, headline="B"), Disposition.TOUCHED),
        (BEFORE, seen(3, 10, text=1), Disposition.LATE),
        (BEFORE, seen(3, 60, None, quality="not-found", status=404), Disposition.GONE),
        (BEFORE, seen(3, 60, None, quality="consent"), Disposition.NOT_ARTICLE),
        (BEFORE, seen(3, 60, None, kill="KILL"), Disposition.KILLED),
        ([seen(1, 0, updated=stamp("8:00"))], seen(2, 60, updated=stamp("9:00")), Disposition.TOUCHED),
        (
            [seen(1, 0, updated=stamp("3 hours ago", RELATIVE))],
            seen(2, 60, updated=stamp("4 hours ago", RELATIVE)),
            Disposition.UNCHANGED,
        ),
    ],
)
def test_each_capture_has_the_disposition_of_what_it_changes(
    before: list[Sighting], now: Sighting, expected: Disposition
) -> None:
    """The same capture again is unchanged, an older one late, a former text reopened."""
    assert dispose(now, known(before)) is expected
