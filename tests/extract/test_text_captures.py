"""Pages saved as text, read by their structure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import extract
from pipeline.model import Extracted, Page

Capture = Callable[..., Extracted]


def utc(text: str) -> datetime:
    """An instant from "2026-02-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_first_outlets_capture_gives_headline_credit_and_dateline(capture: Capture) -> None:
    """A plain capture: headline on top, caption, byline, two stamps, body, credit, teasers of other stories."""
    got = capture("harbour_first.txt")
    assert got.quality == "article"
    assert got.headline == "Harbour bridge to close for repairs as council weighs cost"
    assert (got.byline, got.authors, got.agency) == ("Mira Vance", ("Mira Vance",), "Northern Press")
    assert got.dateline == "PORT ELLERY"
    assert got.wire_first_published_on == date(2026, 2, 9)
    assert got.language == "en"


def test_the_first_outlets_capture_keeps_exactly_the_copy(capture: Capture) -> None:
    """Caption, credit, "first published" line and the other stories' teasers are no body."""
    got = capture("harbour_first.txt")
    assert len(got.paragraphs) == 4
    assert got.paragraphs[0].startswith("The oldest bridge in Port Ellery will close to cars")
    assert got.paragraphs[-1].endswith("about $2.4 million.")


def test_stamps_without_a_zone_are_read_in_the_outlets(capture: Capture) -> None:
    """Posted and updated are two claims of their own, to the minute, seen on the page."""
    got = capture("harbour_first.txt")
    assert got.published is not None
    assert got.updated is not None
    assert (got.published.instant, got.published.precision) == (utc("2026-02-09 09:15"), "minute")
    assert (got.updated.instant, got.updated.source) == (utc("2026-02-09 11:02"), "visible")


def test_without_any_zone_the_instant_stays_open(capture: Capture) -> None:
    """Never UTC by guess: day and raw text are kept, and a finding says so."""
    got = capture("harbour_first.txt", zone=None)
    assert got.published is not None
    assert got.published.instant is None
    assert got.published.local_day == date(2026, 2, 9)
    assert {f.code for f in got.findings} == {"zone-unknown"}


def test_the_second_outlets_capture_is_cleaned_of_all_its_furniture(capture: Capture) -> None:
    """Navigation before, newsletter boxes and videos inside, copyright behind: 6 paragraphs are copy."""
    got = capture("harbour_second.txt")
    assert got.headline == "Mayor defends plan to close harbour bridge for repairs"
    assert [p.split()[0] for p in got.paragraphs] == ["Mayor", "The", "At", "He", "The", "A"]
    assert (got.byline, got.agency, got.dateline) == ("Mira Vance", "Northern Press", None)
    assert got.published is not None
    assert got.published.instant == utc("2026-02-09 13:40")
    assert got.updated is None


@pytest.mark.parametrize(
    "line",
    [
        "Story continues below advertisement",
        "Get breaking Coast news",
        "© 2026 Northern Press",
        "A walk under the cracked beams",
        "By providing your email address, you have read and agree to Coast News' Terms and Conditions and Privacy Policy.",
    ],
)
def test_what_is_taken_out_is_kept_as_furniture(capture: Capture, line: str) -> None:
    """Nothing is thrown away: a line that is no copy stands in furniture with its rule."""
    got = capture("harbour_second.txt")
    assert line in {f.text for f in got.furniture}
    assert all(0 <= f.position <= len(got.paragraphs) for f in got.furniture)


def test_a_french_capture_with_the_byline_after_the_stamps_is_read(capture: Capture) -> None:
    """24-hour times, La Dépêche, infolettre and publicité; the precision stays in the body and is a correction."""
    got = capture("pont_fr.txt")
    assert got.headline == "Le pont du port fermera pour des travaux de onze jours"
    assert (got.byline, got.agency, got.dateline) == ("Élise Tanguay", "La Dépêche boréale", "PORT-ELLERY")
    assert got.published is not None
    assert got.updated is not None
    assert (got.published.instant, got.updated.instant) == (utc("2026-02-09 09:15"), utc("2026-02-09 21:02"))
    assert got.wire_first_published_on == date(2026, 2, 9)
    assert got.language == "fr"
    assert len(got.paragraphs) == 5
    assert got.corrections == (got.paragraphs[-1],)


def test_a_dump_that_breaks_its_lines_is_put_together_again(capture: Capture) -> None:
    """A capture wrapped at 80 signs, without byline or credit: paragraphs are whole."""
    got = capture("wrapped.txt", zone="Europe/London")
    assert got.headline == "Storm shuts two harbours and leaves villages without power"
    assert len(got.paragraphs) == 4
    assert got.paragraphs[0].endswith("in a statement in the afternoon.")
    assert got.published is not None
    assert got.published.instant == utc("2026-03-06 14:05")
    assert (got.agency, got.byline) == (None, None)


@given(st.text(max_size=400))
def test_no_text_makes_it_raise(text: str) -> None:
    """Whatever the text, there is a verdict."""
    got = extract(Page(text.encode(), "text"), ())
    assert not [f for f in got.findings if f.code == "extract-failed"]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(payload: bytes) -> None:
    """Invalid UTF-8 and NULs neither."""
    for form in ("text", "record"):
        got = extract(Page(payload, form), ())
        assert not [f for f in got.findings if f.code == "extract-failed"]
