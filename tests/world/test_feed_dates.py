"""Dates in feeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feeds.dates import read


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("Tue, 06 Jan 2026 05:32:00 EST", "2026-01-06T10:32:00"),
        ("Tue, 07 Jul 2026 05:32:00 EDT", "2026-07-07T09:32:00"),
        ("Tue, 06 Jan 2026 05:32:00 NST", "2026-01-06T09:02:00"),
        ("Tue, 07 Jul 2026 05:32:00 NDT", "2026-07-07T08:02:00"),
        ("mar., 06 janv. 2026 05:32:00 HNE", "2026-01-06T10:32:00"),
        ("mar. 07 juil. 2026 05:32:00 HAE", "2026-07-07T09:32:00"),
        ("Tue, 06 Jan 2026 10:32:00 GMT", "2026-01-06T10:32:00"),
        ("Tue, 6 Jan 2026 10:32:00 UT", "2026-01-06T10:32:00"),
        ("6 Jan 26 10:32 +0000", "2026-01-06T10:32:00"),
        ("Tue, 06 Jan 2026 05:32:00 -0500", "2026-01-06T10:32:00"),
        ("Tue, 06 Jan 2026 16:02:00 +0530", "2026-01-06T10:32:00"),
        ("2026-01-06T10:32:00Z", "2026-01-06T10:32:00"),
        ("2026-01-06T05:32:00.123-05:00", "2026-01-06T10:32:00"),
        ("2026-01-06 05:32:00 -0500", "2026-01-06T10:32:00"),
        ("2026-01-06T10:32:60Z", "2026-01-06T10:32:59"),
        ("Tue, 06 Jan 2026 05:32:00", "2026-01-06T10:32:00"),
        ("2026-01-06T05:32:00", "2026-01-06T10:32:00"),
        ("1 août 2026 05:32:00", "2026-08-01T09:32:00"),
    ],
)
def test_instants_are_read_in_their_own_zone(raw: str, utc: str) -> None:
    """By an explicit table, French and Newfoundland names too; the outlet's zone where none is named."""
    claim = read(raw, "America/Toronto")
    assert claim is not None
    assert claim.instant == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert (claim.source, claim.raw) == ("feed", raw)


@pytest.mark.parametrize("raw", ["Tue, 06 Jan 2026 05:32:00 XYZT", "Tue, 06 Jan 2026 05:32:00"])
def test_no_zone_is_no_instant(raw: str) -> None:
    """An unknown name is not UTC, and no name without the outlet's zone is nothing; the day is kept."""
    claim = read(raw, None)
    assert claim is not None
    assert claim.instant is None
    assert str(claim.local_day) == "2026-01-06"


def test_an_unknown_zone_name_is_not_the_outlets_zone() -> None:
    """A name that is there says something, even if nobody knows what."""
    claim = read("Tue, 06 Jan 2026 05:32:00 XYZT", "America/Toronto")
    assert claim is not None
    assert claim.instant is None


@pytest.mark.parametrize(
    ("raw", "precision"),
    [
        ("Tue, 06 Jan 2026 05:32:10 GMT", "second"),
        ("Tue, 06 Jan 2026 05:32 GMT", "minute"),
        ("2026-01-06", "day"),
        ("06 Jan 2026", "day"),
    ],
)
def test_precision_is_what_was_written(raw: str, precision: str) -> None:
    """Seconds, minutes or the day alone."""
    claim = read(raw, "America/Toronto")
    assert claim is not None
    assert claim.precision == precision


@pytest.mark.parametrize(
    "raw", ["", "   ", "soon", "32 Jan 2026 10:00:00 GMT", "2026-13-01", "0001-01-01T00:00:00Z", "x" * 500]
)
def test_what_is_no_date_is_none(raw: str) -> None:
    """Nothing is guessed."""
    assert read(raw, "America/Toronto") is None


@given(st.text(max_size=60), st.sampled_from([None, "America/St_Johns", "No/Such"]))
def test_no_text_breaks_the_reader(raw: str, zone: str | None) -> None:
    """Any text is a claim or none."""
    claim = read(raw, zone)
    assert claim is None or claim.source == "feed"
