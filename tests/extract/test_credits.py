"""Agencies, bylines and datelines."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.normalise import bylines, datelines
from pipeline.core.normalise.agencies import Agencies
from pipeline.model import Agency

TOML = Path(__file__).parents[2] / "data" / "agencies.toml"
PLACES = ("credit", "byline", "dateline", "copyright", "first_published")


def _agency(row: dict[str, Any]) -> Agency:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Agency(**values)


@pytest.fixture(scope="module")
def shipped() -> list[Agency]:
    """The agencies that are shipped."""
    rows = tomllib.loads(TOML.read_text(encoding="utf-8"))["agency"]
    return [_agency(row) for row in rows]


@pytest.fixture(scope="module")
def known(shipped: list[Agency]) -> Agencies:
    """The shipped agencies, compiled."""
    return Agencies(shipped)


@pytest.mark.parametrize("line", ["{}", "({})", "Jane Doe, {}", "Jane Doe/{}.", "The {} / Grey  Island"])
def test_every_name_of_every_agency_is_found_as_whole_words(
    line: str, shipped: list[Agency], known: Agencies
) -> None:
    """Whatever stands around a name."""
    for name in (n for agency in shipped for n in (agency.name, *agency.aliases)):
        if name[0].isalnum() and name[-1].isalnum():
            assert known.mentioned(line.format(name)), name


def test_at_least_fourteen_agencies_are_shipped(shipped: list[Agency]) -> None:
    """Each with name, language, country and every kind of pattern but the last."""
    assert len(shipped) >= 14
    for agency in shipped:
        assert agency.language
        assert agency.country
        assert agency.credit
        assert agency.byline
        assert agency.dateline
        assert agency.copyright


@pytest.mark.parametrize(
    "text", ["(" * 5_000, "a, " * 3_000, "reporting by " + "A b; " * 2_000, "© " + " " * 9_000]
)
def test_no_shipped_pattern_hangs(shipped: list[Agency], text: str) -> None:
    """Every pattern answers hostile lines at once."""
    begun = time.perf_counter()
    for agency in shipped:
        for place in PLACES:
            for pattern in getattr(agency, place):
                re.search(pattern, text, re.IGNORECASE)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("line", "text", "authors", "agency"),
    [
        ("By Craig Doe, The Canadian Press", "Craig Doe", ("Craig Doe",), "The Canadian Press"),
        ("By Craig Doe The Canadian Press", "Craig Doe", ("Craig Doe",), "The Canadian Press"),
        ("By THE ASSOCIATED PRESS", None, (), "The Associated Press"),
        ("By JANE DOE and JOHN ROE, Associated Press", "JANE DOE and JOHN ROE", ("Jane Doe", "John Roe"), "The Associated Press"),
        ("Par Stéphanie Roy, La Presse Canadienne", "Stéphanie Roy", ("Stéphanie Roy",), "La Presse Canadienne"),
        ("Von Hans Müller, dpa", "Hans Müller", ("Hans Müller",), "dpa"),
        ("By Jane Doe, AP Sports Writer", "Jane Doe", ("Jane Doe",), "The Associated Press"),
        ("Jane Doe, Jan van der Roe and Ann Smith, Reuters", "Jane Doe, Jan van der Roe and Ann Smith", ("Jane Doe", "Jan van der Roe", "Ann Smith"), "Reuters"),
        ("By Jane Doe | Staff Reporter", "Jane Doe", ("Jane Doe",), None),
        ("By Staff", "Staff", (), None),
    ],
)  # fmt: skip
def test_a_byline_is_read(
    known: Agencies, line: str, text: str | None, authors: tuple[str, ...], agency: str | None
) -> None:
    """People without label, office and agency."""
    got = bylines.read(line, known)
    assert (got.text, got.authors, got.agency) == (text, authors, agency)


@pytest.mark.parametrize(
    ("paragraph", "place", "agency"),
    [
        ("PARIS — Prime ministers met.", "PARIS", None),
        ("OTTAWA (AP) — The house sat.", "OTTAWA", "The Associated Press"),
        ("NEW YORK, Jan 6 (Reuters) - Stocks rose.", "NEW YORK", "Reuters"),
        ("ST. JOHN'S, N.L. — A storm came.", "ST. JOHN'S, N.L.", None),
        ("MONTRÉAL — Le conseil siège.", "MONTRÉAL", None),
        ("(Montréal) Le conseil siège.", "Montréal", None),
        ("Berlin (dpa) - Die Regierung tagt.", "Berlin", "dpa"),
        ("Paris (AFP) – Le président parle.", "Paris", "Agence France-Presse"),
        ("MOSCOW, January 6. /TASS/. Trains ran.", "MOSCOW", "TASS"),
        ("BEIJING, Jan. 6 (Xinhua) -- Trade grew.", "BEIJING", "Xinhua"),
        ("(ANSA) - ROMA, 06 GEN - Il governo tace.", "ROMA", "ANSA"),
        ("Madrid, 6 ene (EFE).- El gobierno calla.", "Madrid", "EFE"),
        ("NEW DELHI: The council met.", "NEW DELHI", None),
        ("(Reuters) - The company grew.", None, "Reuters"),
    ],
)
def test_a_dateline_is_cut_off(
    known: Agencies, paragraph: str, place: str | None, agency: str | None
) -> None:
    """The same paragraph with and without a dateline is then the same."""
    got = datelines.read(paragraph, known)
    assert got is not None
    assert (got.place, got.agency) == (place, agency)
    assert got.rest[0].isupper()


@pytest.mark.parametrize(
    "paragraph",
    [
        "BREAKING — The bridge is closed.",
        "WATCH: The mayor speaks.",
        "The plan — it said — was old.",
        "US-Dream-Team wins again.",
        "NATO's chief — a Dane — spoke.",
        "(CNN) The senator spoke.",
        "A - no.",
    ],
)
def test_what_is_no_dateline_stays(known: Agencies, paragraph: str) -> None:
    """Capitals alone are no place."""
    assert datelines.read(paragraph, known) is None


@pytest.mark.parametrize(
    "line", ["With files from The Canadian Press", "— Avec des informations de La Presse Canadienne"]
)
def test_files_from_an_agency_make_no_agency_copy(known: Agencies, line: str) -> None:
    """The outlet's own story with wire material in it is the outlet's own."""
    assert known.find(line, "credit") is None
