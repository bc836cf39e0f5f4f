"""Stamps as publishers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import stamps, visible
from pipeline.core.extract.stamps import Setting
from pipeline.core.stories.sightings import RELATIVE

TORONTO = "America/Toronto"


def utc(text: str) -> datetime:
    """An instant from "2026-02-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOON = utc("2026-01-06 13:00")
HERE = Setting(TORONTO, "en", NOON)


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("Posted January 6, 2026 4:00 am.", "2026-01-06 09:00"),
        ("Jan. 6, 2026 at 4:00 p.m. ET", "2026-01-06 21:00"),
        ("Publié le 6 janvier 2026 à 4 h 30", "2026-01-06 09:30"),
        ("Mis à jour le 6 janvier 2026 à 16h05 HNE", "2026-01-06 21:05"),
        ("6 janvier 2026, 6 h", "2026-01-06 11:00"),
        ("6.1.2026, 16.30 Uhr", "2026-01-06 21:30"),
        ("Tue Jan 06 04:00:00 EST 2026", "2026-01-06 09:00"),
        ("Tue, 06 Jan 2026 04:00:00 -0500", "2026-01-06 09:00"),
        ("2026-01-06T04:00:00-05:00", "2026-01-06 09:00"),
        ("2026-01-06T09:00:00.123Z", "2026-01-06 09:00"),
        ("20260106T090000Z", "2026-01-06 09:00"),
        ("1767690000", "2026-01-06 09:00"),
        ("2026年1月6日 04時00分", "2026-01-06 09:00"),
        ("January 6, 2026 8:30 am NST", "2026-01-06 12:00"),
        ("July 6, 2026 8:30 am NDT", "2026-07-06 11:00"),
        ("6 juillet 2026 à 8 h 30 HAT", "2026-07-06 11:00"),
        ("July 6, 2026 8:30 am", "2026-07-06 12:30"),
        ("6 Jan 2026 4.05pm GMT", "2026-01-06 16:05"),
        ("06/07/2026 12:00", "2026-06-07 16:00"),
        ("3 hours ago", "2026-01-06 10:00"),
        ("il y a 20 minutes", "2026-01-06 12:40"),
        ("vor 2 Stunden", "2026-01-06 11:00"),
    ],
)
def test_a_stamp_is_read_to_its_instant(raw: str, instant: str) -> None:
    """Dialects of English, French, German and machines; the stamp's own zone before the outlet's."""
    claim = stamps.read(raw, "visible", HERE)
    assert claim is not None
    assert claim.instant is not None
    assert claim.instant.replace(second=0, microsecond=0) == utc(instant)
    assert claim.precision in ("minute", "second")


@pytest.mark.parametrize(
    ("zone", "instant"),
    [("Europe/Dublin", "2026-07-06 09:00"), ("Asia/Kolkata", "2026-07-06 04:30"), (None, None)],
)
def test_a_zone_name_two_countries_share_is_decided_by_the_outlets_zone(
    zone: str | None, instant: str | None
) -> None:
    """IST is Irish or Indian; where the outlet's zone is not known it stays open."""
    claim = stamps.read("July 6, 2026 10:00 am IST", "visible", Setting(zone))
    assert claim is not None
    assert claim.instant == (utc(instant) if instant else None)


@pytest.mark.parametrize(
    "raw", ["2026-01-06", "2026-01-06T00:00:00", "2026-01-06T00:00:00Z", "January 6, 2026"]
)
def test_a_bare_day_is_precise_to_the_day(raw: str) -> None:
    """Midnight to the second is how machines write a day without a time."""
    claim = stamps.read(raw, "meta", HERE)
    assert claim is not None
    assert (claim.precision, claim.local_day) == ("day", date(2026, 1, 6))


def test_day_before_month_outside_the_americas() -> None:
    """03/04/2026 is the third of April in London and the fourth of March in Toronto."""
    london = stamps.find_day("03/04/2026", Setting("Europe/London", "en"))
    toronto = stamps.find_day("03/04/2026", Setting(TORONTO, "en"))
    assert london is not None
    assert toronto is not None
    assert (london[0], toronto[0]) == (date(2026, 4, 3), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("raw", "relative"),
    [
        ("3 hours ago", True),
        ("yesterday", True),
        ("hier", True),
        ("Yesterday at 3:05 pm", False),
        ("Jan. 5, 2026", False),
    ],
)
def test_a_stamp_that_never_stands_still_is_told_as_relative(raw: str, relative: bool) -> None:  # noqa: FBT001 - a table
    """A bare "yesterday" is as relative as "23 hours ago"; with a time of day it names an instant."""
    claim = stamps.read(raw, "visible", HERE)
    assert claim is not None
    assert (claim.zone == RELATIVE) == relative


def test_an_age_says_nothing_without_the_capture() -> None:
    """An age ("3 hours ago") needs to know when the page was seen."""
    assert stamps.read("3 hours ago", "visible", Setting(TORONTO)) is None


@given(st.text(max_size=120))
def test_no_text_makes_a_stamp_raise(raw: str) -> None:
    """Any text is a stamp or none; an instant is always aware."""
    claim = stamps.read(raw, "visible", HERE)
    assert claim is None or claim.instant is None or claim.instant.tzinfo is not None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 - the strategy adds the zone
def test_an_iso_stamp_comes_back_as_it_was_written(at: datetime) -> None:
    """Reading what isoformat writes changes nothing, to the second."""
    at = at.replace(microsecond=0, second=at.second or 1, tzinfo=UTC)
    claim = stamps.read(at.isoformat(), "json-ld", Setting(TORONTO))
    assert claim is not None
    assert claim.instant == at


def test_one_line_can_carry_both_stamps() -> None:
    """In "Posted … | Updated 5:32 am" the second time is of the first one's day."""
    seen = visible.find(["Posted: Jan 6, 2026 4:00 AM EST | Updated 5:32 AM EST"], HERE)
    assert [(s.kind, s.claim.instant) for s in seen] == [
        ("published", utc("2026-01-06 09:00")),
        ("updated", utc("2026-01-06 10:32")),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The report was published on Jan. 5, 2026, by the ministry after months of pressure from the opposition.",
        "Sale date and announcement of rates is set for the morning of Tuesday, March 17, 1987, the treasury said.",
        "© 2026 Coast News",
        "Nothing here",
    ],
)
def test_prose_that_mentions_a_date_is_no_stamp(line: str) -> None:
    """A sentence in the copy claims nothing about the page."""
    assert visible.find([line], HERE) == []
